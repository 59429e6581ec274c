/** A run that, interrupted, ends early instead of at once: what is known is still printed. */
import { Deferred, Effect, Fiber, Stream } from "effect"

/** Ends the stream it is applied to when the run is interrupted. */
export type EndEarly = <A, E, R>(stream: Stream.Stream<A, E, R>) => Stream.Stream<A, E, R>

const interruptedCode = 130

/**
 * Runs `run`, whose stream goes through `endEarly`. Interrupted, that stream ends, the rest of `run` goes on to
 * its end, then `onInterrupted`. A second Ctrl-C does not wait for that.
 */
export const endingEarly = <A, E, R, R2>(
  run: (endEarly: EndEarly) => Effect.Effect<A, E, R>,
  onInterrupted: Effect.Effect<void, never, R2>
): Effect.Effect<A, E, R | R2> =>
  Effect.gen(function* () {
    const stop = yield* Deferred.make<void>()
    const running = yield* Effect.forkDetach(run(Stream.interruptWhen(Deferred.await(stop))))
    const finish = Effect.gen(function* () {
      process.once("SIGINT", () => process.exit(interruptedCode))
      yield* Deferred.succeed(stop, undefined)
      yield* Fiber.await(running)
      yield* onInterrupted
    })
    return yield* Effect.onInterrupt(Fiber.join(running), () => finish)
  })
