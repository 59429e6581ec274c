/** Many questions at once: one result a reference, in order, each as soon as it and those before it are known. */
import { inquiryErrorToJson } from "@bill-payment-status/core"
import { Effect, Stream } from "effect"
import type { KeyLimits } from "../Admission/KeyLimits.ts"
import { CurrentPartner, type Partner } from "../Admission/Partner.ts"
import type { Transactions } from "./Transactions.ts"

/** Of one batch; more would only make other partners wait. */
const askedAtATime = 8

export interface BatchQuestion {
  readonly partner: Partner
  readonly registrationId: string | undefined
  readonly references: ReadonlyArray<string>
}

/** Each result as JSON text. A failed question is a result. */
export const batchResults = (
  { partner, references, registrationId }: BatchQuestion,
  transactions: Transactions["Service"],
  limits: KeyLimits
): Stream.Stream<string> => {
  const ask = (referenceId: string): Effect.Effect<string> => {
    const inquiry = { referenceId, registrationId }
    const remembered = transactions.remembered(inquiry)
    return remembered === undefined
      ? Effect.match(transactions.ask(inquiry), {
          onSuccess: ({ json }) => json,
          onFailure: (error) => JSON.stringify(inquiryErrorToJson(error))
        })
      : Effect.succeed(Buffer.from(remembered.body).toString())
  }
  return Stream.fromIterable(references).pipe(
    Stream.mapEffect((referenceId) => Effect.andThen(limits.pace(partner), ask(referenceId)), {
      concurrency: askedAtATime
    }),
    Stream.provideService(CurrentPartner, partner.id)
  )
}

/** One object with all results. */
export const asObject = (results: Stream.Stream<string>): Stream.Stream<string> =>
  Stream.make('{"results":[').pipe(
    Stream.concat(
      Stream.mapAccum(
        results,
        () => "",
        (separator, result) => [",", [separator + result]]
      )
    ),
    Stream.concat(Stream.make("]}"))
  )

/** One result a line. */
export const asLines = (results: Stream.Stream<string>): Stream.Stream<string> =>
  Stream.map(results, (result) => `${result}\n`)
