/**
 * What both hand-written proxies share: AOPay's answer read with zod and told in the gateway's JSON. Written
 * as one would by hand: it decides the same and masks the account, but neither looks for the account number
 * in other texts, nor for keys that stand twice, nor counts what departs from AOPay's page.
 */
import { z } from "zod"

export const inquiryPath = "/api/AOP/BillPaymentStatus"

const controlCharacter = /\p{Cc}/u
export const Reference = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => text.trim() !== "" && !controlCharacter.test(text))

const Text = z.union([z.string(), z.number()]).transform(String)
const orNull = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal("").transform(() => null), schema]).nullish()

const Flag = z
  .union([z.boolean(), z.number(), z.string()])
  .transform(String)
  .pipe(z.enum(["0", "1", "true", "false"]))
  .transform((text) => text === "1" || text === "true")

const Paise = Text.pipe(z.string().regex(/^\d{1,15}(\.\d{1,2})?$/)).transform((text) => {
  const [rupees = "", decimals = ""] = text.split(".")
  return BigInt(rupees) * 100n + BigInt(decimals.padEnd(2, "0"))
})

const indiaOffset = "+05:30"
/** India time, to UTC. */
const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .transform((text) => new Date(text.replace(" ", "T") + indiaOffset))
  .refine((date) => !Number.isNaN(date.getTime()))

const Code = z
  .union([z.number(), z.string().regex(/^-?\d+$/)])
  .transform(Number)
  .optional()

const Answer = z.object({
  response_code: Code,
  responsecode: Code,
  status: Flag.optional(),
  message: Text.nullish(),
  data: z.unknown()
})

const Data = z.object({
  refid: Text,
  status: z.union([z.string(), z.number(), z.boolean()]).transform(String),
  refunded: Flag,
  amount: Paise,
  txnid: orNull(Text),
  operatorname: orNull(Text),
  canumber: orNull(Text),
  comm: orNull(Paise),
  tds: orNull(Paise),
  operatorid: orNull(Text),
  dateadded: orNull(Instant),
  refundtxnid: orNull(Text),
  daterefunded: orNull(Instant)
})
type Data = z.infer<typeof Data>

/** Says why there is no verdict, and with which HTTP status. */
export class ProviderFault extends Error {
  readonly httpStatus: number

  constructor(message: string, httpStatus = 502) {
    super(message)
    this.httpStatus = httpStatus
  }
}

const refusals = new Map([
  [2, 404],
  [3, 503],
  [4, 422]
])

const verdicts = {
  success: [
    ["Paid", "the payment succeeded and was not refunded"],
    ["Conflict", "a payment cannot be both successful and refunded"]
  ],
  failed: [
    ["RefundDue", "the payment failed and the money is not back yet"],
    [
      "Refunded",
      "the payment failed and the money is back in the wallet; refund or pay again, one of the two, once; check your own ledger first"
    ]
  ],
  unlisted: [
    ["Pending", "the payment is neither successful nor failed yet"],
    ["Conflict", "a payment that is not decided cannot be refunded"]
  ]
} as const

const decide = ({ refunded, status }: Data) =>
  verdicts[status === "1" ? "success" : status === "0" ? "failed" : "unlisted"][refunded ? 1 : 0]

const mayTurnMillis = 5 * 24 * 60 * 60 * 1000

const isFinal = (verdict: string, { dateadded }: Data, now: Date): boolean =>
  verdict === "Refunded" ||
  (verdict === "Paid" && dateadded != null && now.getTime() - dateadded.getTime() > mayTurnMillis)

const rupees = (paise: bigint | null | undefined): string | null => {
  if (paise == null) return null
  const digits = paise.toString().padStart(3, "0")
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

const masked = (account: string | null | undefined): string | null => {
  if (account == null) return null
  const shown = Math.min(4, Math.floor(account.length / 2))
  return "•".repeat(account.length - shown) + account.slice(account.length - shown)
}

/** The gateway's JSON for an answer that AOPay gave with this HTTP status. */
export const readAnswer = (referenceId: string, httpStatus: number, body: unknown) => {
  const now = new Date()
  const answer = Answer.safeParse(body)
  if (!answer.success) throw new ProviderFault(`undecodable answer (HTTP ${httpStatus})`)
  const { message = null, response_code, responsecode } = answer.data
  const code = response_code ?? responsecode
  if (code === undefined) throw new ProviderFault(`no code (HTTP ${httpStatus})`)
  if (code !== 1) throw new ProviderFault(message ?? `code ${code}`, refusals.get(code))
  const read = Data.safeParse(answer.data.data)
  if (!read.success || answer.data.status !== true) throw new ProviderFault("undecodable answer")
  const data = read.data
  if (data.refid !== referenceId) throw new ProviderFault("the answer is about another reference")
  const [verdict, reading] = decide(data)
  const isSafe = verdict === "Refunded"
  return {
    referenceId,
    verdict,
    final: isFinal(verdict, data, now),
    refundSafe: isSafe,
    resendSafe: isSafe,
    responseCode: 1,
    message,
    why: `${verdict}, because data.status is "${data.status}" and data.refunded is ${data.refunded ? 1 : 0}: ${reading}.`,
    drift: [],
    checkedAt: now.toISOString(),
    transaction: {
      transactionId: data.txnid ?? null,
      operatorName: data.operatorname ?? null,
      customerAccount: masked(data.canumber),
      amount: rupees(data.amount),
      commission: rupees(data.comm),
      tds: rupees(data.tds),
      operatorId: data.operatorid ?? null,
      addedAt: data.dateadded?.toISOString() ?? null,
      refund: data.refunded
        ? {
            transactionId: data.refundtxnid ?? null,
            refundedAt: data.daterefunded?.toISOString() ?? null
          }
        : null
    }
  }
}
