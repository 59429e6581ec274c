/**
 * Turns to ask AOPay, shared fairly: partners who wait take them one after another, so a batch never keeps
 * another partner's single question waiting for more than one turn.
 */
import { type AttemptRate, Turns } from "@bill-payment-status/core"
import { Clock, Duration, Effect, Layer, Result } from "effect"
import { RateLimiter } from "effect/persistence"
import { CurrentPartner } from "../Admission/Partner.ts"
import { Line, type Waiter } from "./Line.ts"

export interface FairTurnsOptions {
  /** Over all partners; undefined is no limit. */
  readonly rate: AttemptRate | undefined
  /** Attempts under way at the same time. */
  readonly concurrency: number
  /** Is given what tells how many wait. */
  readonly watch?: (waiting: () => number) => void
}

const makeFairTurns = Effect.fnUntraced(function* ({ concurrency, rate, watch }: FairTurnsOptions) {
  const limiter = yield* RateLimiter.make
  const context = yield* Effect.context()
  const scope = yield* Effect.scope
  const runSync = Effect.runSyncWith(context)
  const clock = yield* Clock.Clock
  const line = new Line()
  watch?.(() => line.size)
  const millisPerTurn = rate === undefined ? 0 : Duration.toMillis(rate.window) / rate.limit
  let asking = 0
  let isTimed = false

  /** How long until there is a turn; undefined when it was taken. */
  const consume = (): Duration.Duration | undefined => {
    if (rate === undefined) return undefined
    const consumed = runSync(
      Effect.result(
        limiter.consume({ key: "aopay", algorithm: "token-bucket", onExceeded: "fail", ...rate })
      )
    )
    return Result.match(consumed, {
      onSuccess: () => undefined,
      onFailure: ({ reason }) =>
        reason._tag === "RateLimitExceeded" ? reason.retryAfter : Duration.seconds(1)
    })
  }

  const serveIn = (wait: Duration.Duration): void => {
    if (isTimed) return
    isTimed = true
    Effect.runForkWith(context)(
      Effect.forkIn(
        Effect.delay(
          Effect.sync(() => {
            isTimed = false
            serve()
          }),
          wait
        ),
        scope
      )
    )
  }

  const serve = (): void => {
    if (isTimed) return
    while (line.size > 0 && asking < concurrency) {
      const wait = consume()
      if (wait !== undefined) return serveIn(wait)
      const waiter = line.next(clock.currentTimeMillisUnsafe())
      if (waiter === undefined) return
      asking += 1
      waiter.told(true)
    }
  }

  const end = (): void => {
    asking -= 1
    serve()
  }

  const standInLine = (partner: string, latest: number): Effect.Effect<boolean> =>
    Effect.callback((resume) => {
      let hasTurn = false
      const waiter: Waiter = {
        latest,
        told: (isServed) => {
          hasTurn = isServed
          resume(Effect.succeed(isServed))
        }
      }
      line.join(partner, waiter)
      serve()
      return Effect.sync(() => {
        line.leave(partner, waiter)
        if (hasTurn) end()
      })
    })

  const take = (latest: number): Effect.Effect<boolean> =>
    Effect.flatMap(CurrentPartner, (partner) => {
      if (line.size === 0 && asking < concurrency && !isTimed && consume() === undefined) {
        asking += 1
        return Effect.succeed(true)
      }
      const left = latest - clock.currentTimeMillisUnsafe()
      return line.ahead(partner) * millisPerTurn > left
        ? Effect.succeed(false)
        : Effect.timeoutOrElse(standInLine(partner, latest), {
            duration: Duration.millis(left),
            orElse: () => Effect.succeed(false)
          })
    })

  return { take, end }
})

/** Takes the place of the rate of the call policy. */
export const layerFairTurns = (options: FairTurnsOptions): Layer.Layer<never> =>
  Layer.effect(Turns, makeFairTurns(options)).pipe(Layer.provide(RateLimiter.layerStoreMemory))
