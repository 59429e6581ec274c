/** Follows many payments at the same time; only how many begin at once is bounded. */
import {
  BillPaymentStatus,
  type GaveUpWaiting,
  type InquiryError,
  type TrackedChange,
  type TrackPolicy,
  type Waiting
} from "@bill-payment-status/core"
import { Effect, Semaphore, Stream } from "effect"

/** What happens to one payment: `Begun` comes first, `Ended` last. */
export type FollowEvent = { readonly referenceId: string } & (
  | { readonly _tag: "Begun" }
  | { readonly _tag: "Changed"; readonly change: TrackedChange }
  | { readonly _tag: "Waiting"; readonly waiting: Waiting }
  | {
      readonly _tag: "Ended"
      readonly last: TrackedChange | null
      /** Null when nothing more is expected to change. */
      readonly error: InquiryError | GaveUpWaiting | null
    }
)

/** How payments are followed. */
export interface FollowOptions {
  /** How many first questions are under way at a time; the schedule spreads out the later ones. */
  readonly concurrency: number
  readonly policy: TrackPolicy
  readonly tell: (event: FollowEvent) => Effect.Effect<void>
}

/** Ends when the last of them has ended. */
export const followAll = Effect.fnUntraced(function* (
  references: ReadonlyArray<string>,
  { concurrency, policy, tell }: FollowOptions
) {
  const { track } = yield* BillPaymentStatus
  const turns = yield* Semaphore.make(concurrency)

  const follow = Effect.fnUntraced(function* (referenceId: string) {
    yield* Semaphore.take(turns, 1)
    yield* tell({ _tag: "Begun", referenceId })
    let first = true
    const passTurn = Effect.suspend(() => {
      if (!first) return Effect.void
      first = false
      return Semaphore.release(turns, 1)
    })
    const onWait = (waiting: Waiting) =>
      Effect.andThen(passTurn, tell({ _tag: "Waiting", referenceId, waiting }))
    let last: TrackedChange | null = null
    const error = yield* track({ referenceId }, { ...policy, onWait }).pipe(
      Stream.runForEach((change) => {
        last = change
        return Effect.andThen(passTurn, tell({ _tag: "Changed", referenceId, change }))
      }),
      Effect.match({ onFailure: (failure) => failure, onSuccess: () => null }),
      Effect.ensuring(passTurn)
    )
    yield* tell({ _tag: "Ended", referenceId, last, error })
  })

  yield* Effect.forEach(references, follow, { concurrency: "unbounded", discard: true })
})
