import { assert, describe, it } from "@effect/vitest"
import { Clock, DateTime, Duration, Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { BillPaymentStatus, type CircuitState, Provider } from "../src/index.ts"
import {
  code,
  garbage,
  http,
  inspect,
  outcome,
  paid,
  scripted,
  type Step,
  under
} from "./scripted.ts"

describe("retry", () => {
  it.effect.each([
    ["lost", "lost"],
    ["a timeout", "hang"],
    ["429", http(429)],
    ["503", http(503)]
  ] as const)("cures %s", ([, step]) => {
    const { asked, provider } = scripted(step, paid)
    return Effect.gen(function* () {
      assert.strictEqual(yield* outcome(), "Paid")
      assert.strictEqual(asked.length, 2)
    }).pipe(Effect.provide(under(provider)))
  })

  it.effect.each([
    ["InvalidSignature", code(7)],
    ["TransactionNotFound", code(2)],
    ["ServiceDisabled", code(3)],
    ["UnableToProcess", code(5)],
    ["TokenRejected", code(6)],
    ["UnknownResponseCode", code(99)],
    ["UndecodableAnswer", garbage],
    ["ProviderUnavailable", http(500)]
  ] as const)("leaves %s alone", ([tag, step]) => {
    const { asked, provider } = scripted(step, paid)
    return Effect.gen(function* () {
      assert.strictEqual(yield* outcome(), tag)
      assert.strictEqual(asked.length, 1)
    }).pipe(Effect.provide(under(provider)))
  })

  it.effect.each([0, 1, 3])("happens at most %i times", (retries) => {
    const { asked, provider } = scripted("lost")
    return Effect.gen(function* () {
      assert.strictEqual(yield* outcome(), "ProviderUnreachable")
      assert.strictEqual(asked.length, retries + 1)
    }).pipe(Effect.provide(under(provider, { retries })))
  })

  it.effect("waits twice as long each time, jittered by a fifth", () => {
    const { asked, provider } = scripted("lost")
    return Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(inspect())
      yield* Effect.repeat(TestClock.adjust("1 millis"), { times: 2000 })
      yield* Fiber.join(fiber)
      const waits = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0))
      assert.strictEqual(waits.length, 3)
      for (const [index, expected] of [200, 400, 800].entries())
        assert.closeTo(waits[index] ?? 0, expected, expected * 0.2 + 2)
    }).pipe(Effect.provide(under(provider)))
  })

  it.effect("waits as long as AOPay asks", () => {
    const { asked, provider } = scripted(http(429, Duration.seconds(7)), paid)
    return Effect.gen(function* () {
      assert.strictEqual(yield* outcome(), "Paid")
      assert.isAtLeast((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0), 7000)
    }).pipe(Effect.provide(under(provider)))
  })
})

describe("the deadline", () => {
  it.effect("is not waited out when AOPay asks for a longer wait", () => {
    const { asked, provider } = scripted(http(503, Duration.minutes(2)), paid)
    return Effect.gen(function* () {
      assert.strictEqual(yield* inspect(), "ProviderUnavailable")
      assert.strictEqual(asked.length, 1)
    }).pipe(Effect.provide(under(provider)))
  })

  it.effect("ends the last attempt, whose error stands", () => {
    const { asked, provider } = scripted("hang")
    return Effect.gen(function* () {
      const startedAt = yield* Clock.currentTimeMillis
      assert.strictEqual(yield* outcome(), "ProviderTimeout")
      const took = (yield* Clock.currentTimeMillis) - startedAt
      assert.isAtMost(took, 30_050)
      assert.isAtLeast(took, 29_000)
      assert.strictEqual(asked.length, 3)
    }).pipe(Effect.provide(under(provider)))
  })

  it.effect("shorter than one attempt ends it", () => {
    const { asked, provider } = scripted("hang")
    return Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(inspect())
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual(yield* Fiber.join(fiber), "ProviderTimeout")
      assert.strictEqual(asked.length, 1)
    }).pipe(Effect.provide(under(provider, { deadline: Duration.seconds(2) })))
  })
})

describe("one flight", () => {
  it.effect("serves everyone who asks about a reference at once", () => {
    const { asked, provider } = scripted(paid)
    return Effect.gen(function* () {
      const told = yield* Effect.all([inspect(), inspect(), inspect()], { concurrency: 3 })
      assert.deepStrictEqual(told, ["Paid", "Paid", "Paid"])
      assert.strictEqual(asked.length, 1)
    }).pipe(Effect.provide(under(provider)))
  })

  it.effect("is one for each registration", () => {
    const { asked, provider } = scripted(paid)
    return Effect.gen(function* () {
      yield* inspect()
      yield* inspect({ referenceId: "123456", registrationId: "AOP-554" })
      yield* inspect({ referenceId: "123456", registrationId: "AOP-555" })
      assert.deepStrictEqual(
        asked.map(({ registration }) => registration),
        ["AOP-554", "AOP-555"]
      )
    }).pipe(Effect.provide(under(provider)))
  })

  it.effect("goes on while one of two is interrupted, and ends with the last", () => {
    const { interrupted, provider } = scripted("hang")
    return Effect.gen(function* () {
      const one = yield* Effect.forkChild(inspect())
      const other = yield* Effect.forkChild(inspect())
      yield* TestClock.adjust("1 millis")
      yield* Fiber.interrupt(one)
      assert.strictEqual(interrupted(), 0)
      yield* Fiber.interrupt(other)
      assert.strictEqual(interrupted(), 1)
    }).pipe(Effect.provide(under(provider)))
  })

  it.effect("that is given up while an attempt is being ended does not ask again", () => {
    const { asked, provider } = scripted("hang")
    const slowToEnd = Provider.of({
      ...provider,
      ask: (inquiry) => Effect.onInterrupt(provider.ask(inquiry), () => Effect.sleep("1 second"))
    })
    return Effect.gen(function* () {
      const waiting = yield* Effect.forkChild(inspect())
      yield* TestClock.adjust("10500 millis")
      const leaving = yield* Effect.forkChild(Fiber.interrupt(waiting))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(leaving)
      assert.strictEqual(asked.length, 1)
    }).pipe(Effect.provide(under(slowToEnd)))
  })
})

describe("the gap", () => {
  const checkedAt = Effect.gen(function* () {
    const status = yield* (yield* BillPaymentStatus).inspect({ referenceId: "123456" })
    return DateTime.toEpochMillis(status.checkedAt)
  })

  it.effect("gives the last answer again, as old as it is", () => {
    const { asked, provider } = scripted(paid)
    return Effect.gen(function* () {
      const first = yield* checkedAt
      yield* TestClock.adjust("999 millis")
      assert.strictEqual(yield* checkedAt, first)
      assert.strictEqual(asked.length, 1)
      yield* TestClock.adjust("1 millis")
      assert.strictEqual(yield* checkedAt, first + 1000)
      assert.strictEqual(asked.length, 2)
    }).pipe(Effect.provide(under(provider)))
  })

  it.effect("holds for a refusal too, not for a question that got no answer", () => {
    const { asked, provider } = scripted(code(2), "lost", paid)
    return Effect.gen(function* () {
      assert.strictEqual(yield* inspect(), "TransactionNotFound")
      assert.strictEqual(yield* inspect(), "TransactionNotFound")
      assert.strictEqual(asked.length, 1)
      yield* TestClock.adjust("1 seconds")
      assert.strictEqual(yield* inspect(), "ProviderUnreachable")
      assert.strictEqual(yield* inspect(), "Paid")
    }).pipe(Effect.provide(under(provider, { retries: 0 })))
  })
})

it.effect.each([
  ["a page", garbage, "UndecodableAnswer"],
  ["an error of HTTP", http(500), "ProviderUnavailable"]
] as const)("the gap holds for %s too", ([, step, tag]) => {
  const { asked, provider } = scripted(step)
  return Effect.gen(function* () {
    assert.strictEqual(yield* inspect(), tag)
    assert.strictEqual(yield* inspect(), tag)
    assert.strictEqual(asked.length, 1)
    yield* TestClock.adjust("1 seconds")
    assert.strictEqual(yield* inspect(), tag)
    assert.strictEqual(asked.length, 2)
  }).pipe(Effect.provide(under(provider)))
})

describe("the rate limit", () => {
  it.effect("spreads attempts over time, all references together", () => {
    const { asked, provider } = scripted(code(2))
    return Effect.gen(function* () {
      const { inspectMany } = yield* BillPaymentStatus
      const inquiries = Stream.range(1, 10).pipe(
        Stream.map((number) => ({ referenceId: `r${number}` }))
      )
      const fiber = yield* Effect.forkChild(Stream.runDrain(inspectMany(inquiries)))
      yield* TestClock.adjust("10 millis")
      assert.isAtMost(asked.length, 2)
      while (fiber.pollUnsafe() === undefined) yield* TestClock.adjust("50 millis")
      assert.strictEqual(asked.length, 10)
      assert.isAtLeast((asked.at(-1)?.at ?? 0) - (asked[0]?.at ?? 0), 3500)
    }).pipe(Effect.provide(under(provider, { rate: { limit: 2, window: Duration.seconds(1) } })))
  })
})

const askTimes = (times: number) =>
  Effect.forEach(Array.from({ length: times }), (_, index) => inspect({ referenceId: `r${index}` }))

describe("the rate limit and the deadline", () => {
  it.effect(
    "a question without a turn before the deadline is not asked, and says nothing of AOPay",
    () => {
      const { asked, provider } = scripted(paid)
      return Effect.gen(function* () {
        assert.strictEqual(yield* inspect({ referenceId: "123456" }), "Paid")
        for (const referenceId of ["b", "c", "d"])
          assert.strictEqual(yield* inspect({ referenceId }), "ProviderTimeout")
        assert.strictEqual(asked.length, 1)
        const error = yield* Effect.flip((yield* BillPaymentStatus).inspect({ referenceId: "e" }))
        assert.strictEqual(
          error.message,
          "Not asked: the rate limit leaves no turn before the deadline."
        )
      }).pipe(
        Effect.provide(
          under(provider, {
            rate: { limit: 1, window: Duration.minutes(10) },
            deadline: Duration.seconds(5),
            breaker: { threshold: 0.8, calls: 2, openFor: Duration.seconds(15) }
          })
        )
      )
    }
  )

  it.effect("those that get no turn take none from those who come later", () => {
    const { asked, provider } = scripted(code(2))
    return Effect.gen(function* () {
      const crowd = Array.from({ length: 100 }, (_, index) => inspect({ referenceId: `r${index}` }))
      const fiber = yield* Effect.forkChild(Effect.all(crowd, { concurrency: "unbounded" }))
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(asked.length, 3)
      const outcomes = yield* Fiber.join(fiber)
      assert.strictEqual(outcomes.filter((each) => each === "ProviderTimeout").length, 97)
      yield* TestClock.adjust("1 seconds")
      assert.strictEqual(yield* inspect({ referenceId: "later" }), "TransactionNotFound")
    }).pipe(
      Effect.provide(
        under(provider, {
          rate: { limit: 1, window: Duration.seconds(1) },
          deadline: Duration.seconds(5)
        })
      )
    )
  })

  it.effect("overload is no failure of AOPay, and does not keep the turns from being used", () => {
    const { asked, provider } = scripted(paid)
    const slow = Provider.of({
      ...provider,
      ask: (inquiry) => Effect.delay(provider.ask(inquiry), "400 millis")
    })
    return Effect.gen(function* () {
      const outcomes: Array<string> = []
      const calls = Effect.forEach(
        Array.from({ length: 800 }),
        (_, index) =>
          Effect.delay(
            Effect.forkChild(
              Effect.map(inspect({ referenceId: `r${index}` }), (each) => outcomes.push(each))
            ),
            "25 millis"
          ),
        { discard: true }
      )
      const fiber = yield* Effect.forkChild(calls)
      for (let step = 0; step < 1100; step++) yield* TestClock.adjust("25 millis")
      yield* Fiber.join(fiber)
      assert.notInclude(outcomes, "CircuitOpen")
      assert.isAtLeast(asked.length, 190)
      assert.strictEqual(outcomes.filter((each) => each !== "ProviderTimeout").length, asked.length)
    }).pipe(
      Effect.provide(
        under(slow, {
          rate: { limit: 10, window: Duration.seconds(1) },
          deadline: Duration.seconds(5)
        })
      )
    )
  })

  it.effect("one that was asked and gets no second turn ends in its own error", () => {
    const { asked, provider } = scripted("lost", paid)
    return Effect.gen(function* () {
      assert.strictEqual(yield* outcome(), "ProviderUnreachable")
      assert.strictEqual(asked.length, 1)
      assert.strictEqual(yield* outcome({ referenceId: "next" }), "CircuitOpen")
    }).pipe(
      Effect.provide(
        under(provider, {
          rate: { limit: 1, window: Duration.minutes(1) },
          breaker: { threshold: 1, calls: 1, openFor: Duration.seconds(15) }
        })
      )
    )
  })
})

it.effect("an inquiry's own registration is concealed too, when an answer repeats it", () => {
  const { provider } = scripted({
    httpStatus: 401,
    body: '{"response_code":7,"message":"Registration XYZ-SECRET unknown"}'
  })
  return Effect.gen(function* () {
    const error = yield* Effect.flip(
      (yield* BillPaymentStatus).inspect({ referenceId: "1", registrationId: "XYZ-SECRET" })
    )
    assert.strictEqual(error.message, "Registration <redacted> unknown")
  }).pipe(Effect.provide(under(provider)))
})

describe("the circuit breaker", () => {
  const breaker = { threshold: 0.8, calls: 5, openFor: Duration.seconds(15) }
  const changes = { retries: 0, breaker }
  it.effect.each([
    ["lost", "lost"],
    ["503", http(503)],
    ["500", http(500)]
  ] as const)("opens at four of five %s, and asks again after a while", ([, step]) => {
    const { asked, provider } = scripted(paid, step, step, step, step, paid)
    return Effect.gen(function* () {
      yield* inspect({ referenceId: "123456" })
      yield* askTimes(4)
      assert.strictEqual(asked.length, 5)
      const error = yield* Effect.flip((yield* BillPaymentStatus).inspect({ referenceId: "x" }))
      assert.strictEqual(error._tag, "CircuitOpen")
      assert.strictEqual(error.retry, "later")
      assert.include(error.message, "15s")
      assert.strictEqual(asked.length, 5)
      yield* TestClock.adjust("15 seconds")
      assert.strictEqual(yield* inspect(), "Paid")
      assert.strictEqual(yield* inspect(), "Paid")
    }).pipe(Effect.provide(under(provider, changes)))
  })

  it.effect.each([
    ["a refusal", code(7)],
    ["429", http(429)],
    ["garbage", garbage]
  ] as const)("is not opened by %s", ([, step]) => {
    const { asked, provider } = scripted(step)
    return Effect.gen(function* () {
      yield* askTimes(20)
      assert.strictEqual(asked.length, 20)
    }).pipe(Effect.provide(under(provider, changes)))
  })

  it.effect("counts one outcome per call: one that a retry cured is health", () => {
    const steps = Array.from({ length: 10 }, (): ReadonlyArray<Step> => ["lost", paid]).flat()
    const { asked, provider } = scripted(...steps)
    return Effect.gen(function* () {
      for (let call = 0; call < 10; call++) {
        assert.strictEqual(yield* outcome(), "Paid")
        yield* TestClock.adjust("1 seconds")
      }
      assert.strictEqual(asked.length, 20)
    }).pipe(Effect.provide(under(provider, { ...changes, retries: 1 })))
  })

  it.effect("tells when the circuit changes", () => {
    const { provider } = scripted("lost", "lost", "lost", "lost", "lost", "lost", paid)
    const told: Array<string> = []
    const onChange = (state: CircuitState) => void told.push(state)
    return Effect.gen(function* () {
      yield* askTimes(4)
      assert.deepStrictEqual(told, [])
      yield* askTimes(3)
      assert.deepStrictEqual(told, ["open"])
      yield* TestClock.adjust("15 seconds")
      yield* inspect()
      assert.deepStrictEqual(told, ["open", "half-open", "open"])
      yield* TestClock.adjust("15 seconds")
      yield* inspect()
      assert.deepStrictEqual(told, ["open", "half-open", "open", "half-open", "closed"])
      yield* inspect({ referenceId: "another" })
      assert.strictEqual(told.length, 5)
    }).pipe(Effect.provide(under(provider, { ...changes, breaker: { ...breaker, onChange } })))
  })

  it.effect("lets another question try when the one that tries is interrupted", () => {
    const { asked, provider } = scripted("lost", "lost", "lost", "lost", "lost", "hang", paid)
    return Effect.gen(function* () {
      yield* askTimes(5)
      yield* TestClock.adjust("15 seconds")
      const trying = yield* Effect.forkChild(inspect({ referenceId: "hangs" }))
      yield* TestClock.adjust("1 millis")
      const error = yield* Effect.flip((yield* BillPaymentStatus).inspect({ referenceId: "x" }))
      assert.include(error.message, "another question is trying")
      yield* Fiber.interrupt(trying)
      assert.strictEqual(yield* inspect(), "Paid")
      assert.strictEqual(asked.length, 7)
    }).pipe(Effect.provide(under(provider, changes)))
  })
})
