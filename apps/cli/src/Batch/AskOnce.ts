/** Asks about each different reference once; its later lines, and what a record holds, are told again. */
import {
  BillPaymentStatus,
  CallPolicy,
  type InquiryError,
  meaningOf,
  type PaymentStatus
} from "@bill-payment-status/core"
import { IoFailure, errorCode } from "@bill-payment-status/program"
import { Deferred, Effect, Exit, Result, Schedule } from "effect"
import { type Answer, type Answered, isStatus, toAnswer } from "../Answer.ts"
import type { Answers } from "./Answers.ts"

/** Where an answer comes from: AOPay, an earlier line of this run, or a run before it. */
type Origin = "asked" | "repeated" | "recorded"

/** What became of one line. */
export interface AnsweredLine extends Answered {
  readonly origin: Origin
}

const again = (answer: Answer, origin: Origin): AnsweredLine => ({
  answer,
  origin,
  advice: isStatus(answer) ? meaningOf(answer.verdict).advice : null,
  excerpt: ""
})

const told = (result: Result.Result<PaymentStatus, InquiryError>, answer: Answer): AnsweredLine =>
  Result.match(result, {
    onSuccess: ({ verdict }) => ({
      answer,
      origin: "asked" as const,
      advice: meaningOf(verdict).advice,
      excerpt: ""
    }),
    onFailure: (error) => ({
      answer,
      origin: "asked" as const,
      advice: error.advice,
      excerpt: "excerpt" in error ? error.excerpt : ""
    })
  })

/**
 * While AOPay is failing it is not asked at all: many references wait for it, each for a deadline more, rather
 * than run through.
 */
const waitingForAopay = Effect.fnUntraced(function* (
  question: Effect.Effect<PaymentStatus, InquiryError>
) {
  const { deadline } = yield* CallPolicy
  return yield* Effect.retry(question, {
    while: ({ _tag }) => _tag === "CircuitOpen",
    schedule: Schedule.spaced("1 second").pipe(Schedule.upTo({ duration: deadline }))
  })
})

const keep = (answers: Answers, answer: Answer) =>
  Effect.try({
    try: () => answers.add(answer),
    catch: (error) =>
      new IoFailure({ message: `Cannot keep answers to go on from (${errorCode(error)}).` })
  })

/** One question for each different reference, however many lines ask it. */
export const askOnce = (answers: Answers, options: { readonly unmasked: boolean }) => {
  const underWay = new Map<string, Deferred.Deferred<Answer, IoFailure>>()

  const ask = Effect.fnUntraced(function* (referenceId: string) {
    const answered = Deferred.makeUnsafe<Answer, IoFailure>()
    underWay.set(referenceId, answered)
    const { inspect } = yield* BillPaymentStatus
    const asking = Effect.gen(function* () {
      const result = yield* Effect.result(waitingForAopay(inspect({ referenceId })))
      const answer = toAnswer({ referenceId, result }, options)
      yield* keep(answers, answer)
      return told(result, answer)
    })
    return yield* asking.pipe(
      Effect.onExit((exit) => {
        underWay.delete(referenceId)
        // Who waits for a question that was interrupted is interrupted too.
        return Exit.hasInterrupts(exit)
          ? Effect.void
          : Deferred.done(
              answered,
              Exit.map(exit, ({ answer }) => answer)
            )
      })
    )
  })

  return (referenceId: string) =>
    Effect.suspend(() => {
      const known = answers.find(referenceId)
      if (known !== undefined)
        return Effect.succeed(again(known.answer, known.seen ? "repeated" : "recorded"))
      const sooner = underWay.get(referenceId)
      return sooner === undefined
        ? ask(referenceId)
        : Effect.map(Deferred.await(sooner), (answer) => again(answer, "repeated"))
    })
}
