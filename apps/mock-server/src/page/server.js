/** Calls of the control API. */
import { controlPath } from "./addresses.js"

/** The server answered, and did not do it. `field` is the one that is wrong, if one is. */
export class Refusal extends Error {}

const sentence = ({ detail, errors: [first] = [], title }) => {
  if (first === undefined) return detail ?? title
  const field = first.path.filter((part) => part !== "payload").join(".")
  return `${field || "request"}: ${first.message}.`
}

export const call = async (method, path, body) => {
  const json = body && {
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body)
  }
  const response = await fetch(controlPath(path), {
    method,
    signal: AbortSignal.timeout(10_000),
    ...json
  })
  const text = await response.text()
  if (response.ok) return text === "" ? undefined : JSON.parse(text)
  const isProblem = response.headers.get("content-type")?.includes("json")
  const problem = isProblem
    ? JSON.parse(text)
    : { title: `The server answered HTTP ${response.status}.` }
  throw Object.assign(new Refusal(sentence(problem)), {
    field: problem.errors?.[0]?.path.at(-1)
  })
}
