/** Asks a running gateway what the document and a seed make up, and holds each answer against the document. */
import { type Answer, complaintAbout } from "./Contract.ts"
import { makeRequest } from "./makeRequest.ts"
import { Random } from "./Random.ts"
import { agent, answerTo, asCurl, type Request } from "./Request.ts"

export interface Fuzzed {
  readonly requests: number
  /** How often each operation was answered with each status. */
  readonly answers: ReadonlyMap<string, number>
  /** What is wrong, and the command that asks it again. */
  readonly complaints: ReadonlyArray<string>
}

const atATime = 8

/** What may be said to what is at no address, or not with this method. */
const refusals: { readonly [status: number]: string } = {
  400: "InvalidRequest",
  404: "NoSuchRoute",
  405: "MethodNotAllowed",
  414: "UriTooLong",
  // The machine that fuzzes may be too slow for the gateway's taste.
  503: "Overloaded"
}

const refusalMisfit = ({ headers, status, text }: Answer, method: string): string | undefined => {
  if (headers["content-type"] !== "application/problem+json")
    return `no problem: ${status} ${text.slice(0, 200)}`
  if (headers["x-request-id"] === undefined) return "the header x-request-id is missing"
  const expected = refusals[status]
  if (expected === undefined) return `nothing is there, yet the answer is ${status}`
  if (status === 405 && headers["allow"] === undefined) return "405 without allow"
  if (method === "HEAD") return undefined
  const { tag } = JSON.parse(text)
  return tag === expected ? undefined : `${status} is ${tag}`
}

const complaint = (request: Request, answer: Answer): string | undefined => {
  if (answer.status === 500) return `a fault of the gateway: ${answer.text}`
  const { method, operation } = request
  return operation === undefined
    ? refusalMisfit(answer, method)
    : complaintAbout(operation, answer, { withoutBody: method === "HEAD" })
}

/** The same seed asks the same. */
export const fuzz = async (
  address: string,
  {
    keys,
    requests,
    seed
  }: {
    readonly requests: number
    readonly seed: number
    readonly keys: ReadonlyArray<string>
  }
): Promise<Fuzzed> => {
  const answers = new Map<string, number>()
  const complaints: Array<string> = []
  const random = new Random(seed)
  let left = requests

  const ask = async (): Promise<void> => {
    if (left === 0) return
    left -= 1
    const request = makeRequest(random, keys)
    const found = await answerTo(address, request).then(
      (answer) => {
        const name = `${request.operation?.id ?? "none"} ${answer.status}`
        answers.set(name, (answers.get(name) ?? 0) + 1)
        return complaint(request, answer)
      },
      (error: unknown) => `no answer: ${String(error)}`
    )
    if (found !== undefined) complaints.push(`${found}\n  ${asCurl(address, request)}`)
    return ask()
  }

  await Promise.all(Array.from({ length: atATime }, ask))
  agent.destroy()
  return { requests, answers, complaints }
}
