/** Many questions at once: one result a reference, in order, each as soon as it and those before it are known. */
import { inquiryErrorToJson } from "@bill-payment-status/core"
import { Duration, Effect, Stream } from "effect"
import type { KeyLimits } from "../Admission/KeyLimits.ts"
import { CurrentPartner, type Partner } from "../Admission/Partner.ts"
import type { Transactions } from "./Transactions.ts"

/** Of one batch; more would only make other partners wait. */
const askedAtATime = 4

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
  /** A batch outlives its request; it does not outlive its key, and breaks off then. */
  const whileInForce = Effect.clockWith((clock) =>
    partner.isInForce(clock.currentTimeMillisUnsafe()) ? Effect.void : Effect.interrupt
  )
  return Stream.fromIterable(references).pipe(
    Stream.mapEffect(
      (referenceId) =>
        limits.pace(partner).pipe(Effect.andThen(whileInForce), Effect.andThen(ask(referenceId))),
      { concurrency: askedAtATime }
    ),
    Stream.provideService(CurrentPartner, partner.id)
  )
}

const betweenLines = Duration.seconds(15)

/** A line end now and then: where nothing moves for long, a connection is cut. */
const alive = (text: Stream.Stream<string>): Stream.Stream<string> =>
  Stream.merge(text, Stream.as(Stream.drop(Stream.tick(betweenLines), 1), "\n"), {
    haltStrategy: "left"
  })

/** One object with all results. */
export const asObject = (results: Stream.Stream<string>): Stream.Stream<string> =>
  alive(
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
  )

/** One result a line. */
export const asLines = (results: Stream.Stream<string>): Stream.Stream<string> =>
  alive(Stream.map(results, (result) => `${result}\n`))
