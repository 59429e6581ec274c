import { assert, describe, it } from "@effect/vitest"
import { Turns } from "@bill-payment-status/core"
import { Clock, Duration, Effect, Exit, Fiber, Schema } from "effect"
import { TestClock } from "effect/testing"
import { CurrentPartner } from "../../src/Admission/Partner.ts"
import { type FairTurnsOptions, layerFairTurns } from "../../src/Transactions/FairTurns.ts"

const never = Number.MAX_SAFE_INTEGER / 2

const turnsWith = <A, E>(options: FairTurnsOptions, use: (turns: Turns) => Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const turns = yield* Turns
    return turns === undefined ? assert.fail("There are no turns.") : yield* use(turns)
  }).pipe(Effect.provide(layerFairTurns(options)))

/** Lets every fiber that can go on do so. */
const settle = Effect.repeat(Effect.yieldNow, { times: 20 })

const takeAs = ({ take }: Turns, partner: string, latest = never) =>
  Effect.provideService(take(latest), CurrentPartner, partner)

/** Exactly so many turns are left: those who left took none along. */
const assertFree = (turns: Turns, free: number) =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const taken = yield* Effect.all(
      Array.from({ length: free + 1 }, () => takeAs(turns, "last", now)),
      { concurrency: 1 }
    )
    assert.deepStrictEqual(taken, [...Array.from({ length: free }, () => true), false])
  })

/** What happens: someone of a partner comes, a turn ends, or someone who waits goes. */
const Step = Schema.Union([
  Schema.Struct({ comes: Schema.Literals(["a", "b", "c", "d"]) }),
  Schema.Struct({ ends: Schema.Literals([1, 2, 3]) }),
  Schema.Struct({ goes: Schema.Literals([0, 1, 2, 3, 4, 5]), early: Schema.Boolean })
])

interface Comer {
  readonly partner: string
  readonly fiber: Fiber.Fiber<boolean>
  /** How many turns had been given before. */
  readonly since: number
  state: "waiting" | "asking" | "gone"
}

describe("fair turns", () => {
  it.effect.prop(
    "go round among those who wait, are never more than may be, and are all given back",
    [
      Schema.Array(Step).check(Schema.isMinLength(30), Schema.isMaxLength(80)),
      Schema.Literals([1, 2, 3])
    ],
    ([steps, concurrency]) =>
      turnsWith({ rate: undefined, concurrency }, (turns) =>
        Effect.gen(function* () {
          const comers: Array<Comer> = []
          const given: Array<string> = []

          /** Takes note of who has a turn now. */
          const note = () => {
            const served = comers.filter((comer) => {
              const exit = comer.fiber.pollUnsafe()
              return comer.state === "waiting" && exit !== undefined && Exit.isSuccess(exit)
            })
            for (const comer of served) {
              comer.state = "asking"
              const before = given.lastIndexOf(comer.partner)
              // Who has waited since before this partner's last turn, and had none meanwhile?
              const passedOver = comers.filter(
                (other) =>
                  other.state === "waiting" &&
                  !served.includes(other) &&
                  other.partner !== comer.partner &&
                  other.since <= before &&
                  !given.slice(before + 1).includes(other.partner)
              )
              assert.deepStrictEqual(
                passedOver.map(({ partner }) => partner),
                []
              )
              given.push(comer.partner)
            }
            const asking = comers.filter(({ state }) => state === "asking").length
            assert.isAtMost(asking, concurrency)
          }

          const end = (count: number) => {
            for (const comer of comers.filter(({ state }) => state === "asking").slice(0, count)) {
              comer.state = "gone"
              turns.end()
            }
          }

          for (const step of steps) {
            if ("comes" in step) {
              const fiber = yield* Effect.forkChild(takeAs(turns, step.comes))
              comers.push({ partner: step.comes, fiber, since: given.length, state: "waiting" })
            } else if ("ends" in step) end(step.ends)
            else {
              const waiting = comers.filter(({ state }) => state === "waiting")
              const leaver = waiting[step.goes % Math.max(1, waiting.length)]
              // Perhaps in the very moment in which the turn comes.
              if (step.early) end(1)
              if (leaver !== undefined) {
                yield* Fiber.interrupt(leaver.fiber)
                const exit = leaver.fiber.pollUnsafe()
                if (exit !== undefined && Exit.isFailure(exit)) leaver.state = "gone"
              }
            }
            yield* settle
            note()
            const asking = comers.filter(({ state }) => state === "asking").length
            const isWaiting = comers.some(({ state }) => state === "waiting")
            if (isWaiting) assert.strictEqual(asking, concurrency)
          }

          for (const { fiber, state } of comers)
            if (state === "waiting") yield* Fiber.interrupt(fiber)
          end(comers.length)
          yield* settle
          yield* assertFree(turns, concurrency)
        })
      )
  )

  it.effect.prop(
    "never come faster than the rate, whoever waits, and never slower either",
    [
      Schema.Literals([1, 2, 5, 10]),
      Schema.Literals([100, 1000]),
      Schema.Array(Schema.Literals(["a", "b", "c"])).check(
        Schema.isMinLength(5),
        Schema.isMaxLength(30)
      )
    ],
    ([limit, windowMillis, comers]) =>
      turnsWith(
        { rate: { limit, window: Duration.millis(windowMillis) }, concurrency: 1000 },
        (turns) =>
          Effect.gen(function* () {
            const startedAt = yield* Clock.currentTimeMillis
            const times: Array<number> = []
            const fibers = yield* Effect.forEach(comers, (partner) =>
              Effect.forkChild(
                Effect.andThen(
                  takeAs(turns, partner),
                  Effect.map(Clock.currentTimeMillis, (now) => times.push(now - startedAt))
                )
              )
            )
            const step = windowMillis / 20
            const needed = (Math.max(0, comers.length - limit) * windowMillis) / limit
            yield* Effect.repeat(TestClock.adjust(Duration.millis(step)), {
              times: Math.ceil(needed / step) + 2
            })
            yield* Fiber.joinAll(fibers)
            for (const [index, time] of times.entries()) {
              const earlier = times.slice(0, index).filter((other) => other <= time).length
              assert.isAtMost(earlier + 1, limit + (time * limit) / windowMillis + 1e-6)
            }
          })
      )
  )

  it.effect("are not waited for longer than there is time", () =>
    turnsWith({ rate: undefined, concurrency: 1 }, (turns) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        assert.isTrue(yield* takeAs(turns, "a"))
        const waiting = yield* Effect.forkChild(takeAs(turns, "b", now + 1000))
        yield* TestClock.adjust("999 millis")
        assert.isUndefined(waiting.pollUnsafe())
        yield* TestClock.adjust("1 millis")
        assert.isFalse(yield* Fiber.join(waiting))
        turns.end()
        yield* settle
        yield* assertFree(turns, 1)
      })
    )
  )

  it.effect("that come in the moment in which time is up are not lost", () =>
    turnsWith({ rate: { limit: 1, window: Duration.seconds(1) }, concurrency: 1 }, (turns) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        assert.isTrue(yield* takeAs(turns, "a"))
        turns.end()
        const waiting = yield* Effect.forEach(["b", "c", "d"], (partner) =>
          Effect.forkChild(takeAs(turns, partner, now + 1000))
        )
        yield* TestClock.adjust("1 second")
        const told = yield* Fiber.joinAll(waiting)
        for (const has of told) if (has) turns.end()
        yield* TestClock.adjust("5 seconds")
        yield* assertFree(turns, 1)
      })
    )
  )

  it.effect("are refused at once where those ahead take all the time there is", () =>
    turnsWith({ rate: { limit: 1, window: Duration.seconds(1) }, concurrency: 10 }, (turns) =>
      Effect.gen(function* () {
        assert.isTrue(yield* takeAs(turns, "a"))
        const waiting = yield* Effect.forEach([1, 2, 3], () => Effect.forkChild(takeAs(turns, "a")))
        yield* settle
        const now = yield* Clock.currentTimeMillis
        assert.isFalse(yield* takeAs(turns, "a", now + 2000))
        // Another partner stands behind one of these only.
        const other = yield* Effect.forkChild(takeAs(turns, "b", now + 2500))
        yield* TestClock.adjust("2 seconds")
        assert.isTrue(yield* Fiber.join(other))
        yield* Effect.forEach(waiting, (fiber) => Fiber.interrupt(fiber))
      })
    )
  )

  it.effect("are not kept for those who have left the line", () =>
    turnsWith({ rate: { limit: 1, window: Duration.seconds(1) }, concurrency: 10 }, (turns) =>
      Effect.gen(function* () {
        assert.isTrue(yield* takeAs(turns, "a"))
        const leaving = yield* Effect.forEach([1, 2, 3, 4, 5], () =>
          Effect.forkChild(takeAs(turns, "a"))
        )
        yield* settle
        yield* Effect.forEach(leaving, (fiber) => Fiber.interrupt(fiber))
        const now = yield* Clock.currentTimeMillis
        const next = yield* Effect.forkChild(takeAs(turns, "a", now + 2500))
        yield* TestClock.adjust("1 second")
        assert.isTrue(yield* Fiber.join(next))
      })
    )
  )
})
