/** A run that, interrupted, ends early instead of at once: what is known is still printed. */
import { Deferred, Effect, Fiber } from "effect"

/** As a shell tells of a program that was ended by Ctrl-C. */
export const interruptedCode = 130

/**
 * Runs `run`, which is to come to its end soon once `stop` is done: when it is interrupted. Then comes
 * `onInterrupted`. A second Ctrl-C does not wait for that.
 */
export const endingEarly = <A, E, R, R2>(
  run: (stop: Effect.Effect<void>) => Effect.Effect<A, E, R>,
  onInterrupted: Effect.Effect<void, never, R2>
): Effect.Effect<A, E, R | R2> =>
  Effect.gen(function* () {
    const stop = yield* Deferred.make<void>()
    const running = yield* Effect.forkDetach(run(Deferred.await(stop)))
    const finish = Effect.gen(function* () {
      process.once("SIGINT", () => process.exit(interruptedCode))
      yield* Deferred.succeed(stop, undefined)
      yield* Fiber.await(running)
      yield* onInterrupted
    })
    return yield* Effect.onInterrupt(Fiber.join(running), () => finish)
  })
