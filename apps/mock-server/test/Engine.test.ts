import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { fromReply } from "../src/Engine/Delivery.ts"
import { draw } from "../src/Engine/Draw.ts"
import { applyFault, FaultRule } from "../src/Engine/Fault.ts"
import { FaultRules, readChaos } from "../src/Engine/FaultRules.ts"
import { verify } from "../src/Engine/Expectation.ts"
import { Journal } from "../src/Engine/Journal.ts"
import { Namespace, type NamespaceOptions } from "../src/Engine/Namespace.ts"
import { defaultNamespace, isNamespaceName, Namespaces } from "../src/Engine/Namespaces.ts"
import { readQuestion } from "../src/Engine/Question.ts"
import { readScenarioFile } from "../src/Engine/ScenarioFile.ts"
import { TransactionPlan } from "../src/Engine/TransactionPlan.ts"
import { VirtualClock } from "../src/Engine/VirtualClock.ts"

const options: NamespaceOptions = {
  seed: 0,
  clock: { frozenAt: 0 },
  faults: [],
  quirks: [],
  plans: [],
  journalAtMost: 5,
  referencesKept: 3
}

const ask = (namespace: Namespace, referenceid: string) =>
  namespace.answer({ referenceid, RegistrationID: "AOP-554" })

const plan = (encoded: typeof TransactionPlan.Encoded): TransactionPlan =>
  Schema.decodeUnknownSync(TransactionPlan)(encoded)

const rules = (...encoded: ReadonlyArray<typeof FaultRule.Encoded>): FaultRules =>
  new FaultRules(Schema.decodeUnknownSync(Schema.Array(FaultRule))(encoded))

describe("the clock", () => {
  it("runs with real time, at its scale, and jumps", () => {
    let real = 864e5 + 1000
    const clock = new VirtualClock(() => real)
    real += 500
    assert.strictEqual(clock.now(), 864e5 + 1500)
    clock.advance(86_400_000)
    assert.strictEqual(clock.now(), 864e5 + 86_401_500)
    clock.resume(60)
    real += 1000
    assert.strictEqual(clock.now(), 864e5 + 86_461_500)
    clock.freeze()
    real += 1000
    assert.deepStrictEqual(clock.state(), { now: 864e5 + 86_461_500, frozen: true, scale: 60 })
    clock.resume()
    real += 1
    assert.strictEqual(clock.now(), 864e5 + 86_461_560)
    clock.reset()
    assert.deepStrictEqual(clock.state(), { now: real, frozen: false, scale: 1 })
  })

  it("starts frozen where it is told to", () => {
    const clock = new VirtualClock(() => 5, { frozenAt: 864e5 + 77 })
    clock.advance(3)
    assert.strictEqual(clock.now(), 864e5 + 80)
    clock.reset()
    assert.strictEqual(clock.now(), 864e5 + 77)
  })
})

it("what a seed decides is spread evenly and the same each time", () => {
  const drawn = Array.from({ length: 10_000 }, (_, index) => draw(42, `r${index}`, "x"))
  assert.deepStrictEqual(
    drawn,
    drawn.map((_, index) => draw(42, `r${index}`, "x"))
  )
  assert.closeTo(drawn.filter((each) => each < 0.1).length, 1000, 120)
  assert.notStrictEqual(draw(42, "r1", "x"), draw(43, "r1", "x"))
})

const half = () => 0.5
const strike = (referenceId: string) => ({ referenceId, attempt: 1, chance: half })

describe("fault rules", () => {
  it("strike whom they concern, so often, by their share", () => {
    const twice = rules({ fault: "reset", reference: "paid-*", times: 2 }, { fault: "slow" })
    assert.strictEqual(twice.strike(strike("paid-1"))?.fault, "reset")
    assert.strictEqual(twice.strike(strike("other"))?.fault, "slow")
    assert.strictEqual(twice.strike(strike("paid-2"))?.fault, "reset")
    assert.strictEqual(twice.strike(strike("paid-1"))?.fault, "slow")
    assert.isUndefined(rules({ fault: "hang", rate: 0.4 }).strike(strike("x")))
    assert.isDefined(rules({ fault: "hang", rate: 0.6 }).strike(strike("x")))
    assert.isUndefined(rules({ fault: "hang", reference: "y" }).strike(strike("x")))
  })

  it("share out what is drawn, each its own", () => {
    const shared = new FaultRules(Result.getOrThrow(readChaos("reset=50%,slow=50%")))
    const struck = Array.from(
      { length: 10_000 },
      (_, index) =>
        shared.strike({ referenceId: "x", attempt: index, chance: (what) => draw(1, what) })?.fault
    )
    assert.notInclude(struck, undefined)
    assert.closeTo(struck.filter((fault) => fault === "slow").length, 5000, 200)
  })

  it.each([
    ["reset=2%", [{ fault: "reset", rate: 0.02 }]],
    [
      "reset=2%, slow=5.5%",
      [
        { fault: "reset", rate: 0.02 },
        { fault: "slow", rate: 0.055 }
      ]
    ]
  ])("are read from %s", (text, expected) => {
    assert.deepStrictEqual<unknown>(Result.getOrThrow(readChaos(text)), expected)
  })

  it.each([
    ["rest=2%", 'there is no fault "rest", did you mean "reset"?'],
    ["reset", '"reset" is not a fault and its share, e.g. reset=2%'],
    ["reset=0%", '"reset=0%" must be above 0% and at most 100%'],
    ["reset=60%,slow=60%", "the shares come to more than 100%"],
    ["", '"" is not a fault and its share, e.g. reset=2%']
  ])("are refused with what is wrong: %s", (text, problem) => {
    assert.strictEqual(Result.getOrThrow(Result.flip(readChaos(text))), problem)
  })

  it.each([
    [{ fault: "hang", delay: "2s" }, /hang does not take delay/],
    [{ fault: "slow", delay: "soon" }, /Expected a duration/],
    [{ fault: "slow", rate: 2 }, /rate/]
  ])("name the setting at fault: %j", (rule, said) => {
    const error = Schema.decodeUnknownResult(FaultRule)(rule)
    assert.match(String(Result.getOrThrow(Result.flip(error))), said)
  })

  it("wait as long as told, between two, or log-normally", () => {
    const answer = fromReply({ _tag: "Hang" })
    const delay = (rule: typeof FaultRule.Encoded, at: number): number =>
      applyFault(answer, Schema.decodeUnknownSync(FaultRule)(rule), () => at).delayMillis
    assert.strictEqual(delay({ fault: "slow", delay: "3 seconds" }, 0), 3000)
    assert.strictEqual(delay({ fault: "slow", delay: { min: "1s", max: "3s" } }, 0.5), 2000)
    const drawn = Array.from({ length: 5000 }, (_, index) => {
      const rule = Schema.decodeUnknownSync(FaultRule)({
        fault: "slow",
        delay: { median: "100ms", p99: "1s" }
      })
      return applyFault(answer, rule, (what) => draw(1, index, what)).delayMillis
    }).toSorted((one, other) => one - other)
    assert.closeTo(drawn[2500] ?? 0, 100, 10)
    assert.closeTo(drawn[4950] ?? 0, 1000, 250)
  })
})

describe("a namespace", () => {
  it("lives by its clock and is forgotten by reset", () => {
    const namespace = new Namespace(options, () => 0)
    assert.strictEqual(ask(namespace, "pending-then-paid-1").entry.told, "pending")
    namespace.clock.advance(60_000)
    assert.strictEqual(ask(namespace, "pending-then-paid-1").entry.told, "paid")
    namespace.put("INV", plan({ state: "conflict" }))
    assert.strictEqual(ask(namespace, "INV").entry.told, "conflict")
    namespace.reset()
    assert.strictEqual(ask(namespace, "INV").entry.told, "not-found")
    assert.strictEqual(ask(namespace, "pending-then-paid-1").entry.told, "pending")
  })

  it("keeps what is in use, whatever else is asked about", () => {
    const namespace = new Namespace(options, () => 0)
    ask(namespace, "pending-then-paid-1")
    namespace.clock.advance(120_000)
    for (let index = 0; index < 20; index++) {
      assert.strictEqual(ask(namespace, "pending-then-paid-1").entry.told, "paid")
      ask(namespace, `paid-${index}`)
    }
  })

  it("begins a scenario when it is first asked about", () => {
    const namespace = new Namespace(options, () => 0)
    namespace.put("INV", plan({ scenario: "pending-then-paid" }))
    namespace.clock.advance(600_000)
    assert.strictEqual(ask(namespace, "INV").entry.told, "pending")
    namespace.clock.advance(60_000)
    assert.strictEqual(ask(namespace, "INV").entry.told, "paid")
  })

  it("gives no answer of a script to a question that fails, or to a stranger", () => {
    const namespace = new Namespace(options, () => 0)
    namespace.put(
      "INV",
      plan({ answers: [{ body: "A" }, { body: "B" }], faults: [{ fault: "busy", times: 1 }] })
    )
    namespace.answer({ referenceid: "INV", RegistrationID: "AOP-000" })
    const told = [1, 2, 3].map(() => ask(namespace, "INV").delivery.httpStatus)
    assert.deepStrictEqual(told, [200, 200, 200])
  })

  it("never refunds in the future", () => {
    const namespace = new Namespace({ ...options, clock: { frozenAt: 1e12 } }, () => 0)
    namespace.put("INV", plan({ state: "refunded" }))
    const { data } = JSON.parse(ask(namespace, "INV").delivery.body)
    assert.isBelow(Date.parse(`${data.daterefunded.replace(" ", "T")}+05:30`), 1e12)
  })

  it("gives exact answers in order, the last one again and again", () => {
    const namespace = new Namespace(options, () => 0)
    namespace.put("INV", plan({ answers: [{ status: 500, body: "x" }, { body: { a: 1 } }] }))
    const bodies = [1, 2, 3].map(() => ask(namespace, "INV").delivery.body)
    assert.deepStrictEqual(bodies, ["x", '{"a":1}', '{"a":1}'])
  })

  it("fails so many times, then answers", () => {
    const namespace = new Namespace(options, () => 0)
    namespace.put("INV", plan({ state: "paid", faults: [{ fault: "busy", times: 2 }] }))
    const statuses = [1, 2, 3].map(() => ask(namespace, "INV").delivery.httpStatus)
    assert.deepStrictEqual(statuses, [429, 429, 200])
  })

  it("plays a fault by name, the longer name first", () => {
    const namespace = new Namespace(options, () => 0)
    assert.strictEqual(ask(namespace, "reset-in-body-1").entry.fault, "reset-in-body")
    assert.isTrue(ask(namespace, "gzip-1").delivery.gzip)
  })

  it("remembers so many references and entries, the oldest go first", () => {
    const namespace = new Namespace(options, () => 0)
    for (let index = 0; index < 10; index++) ask(namespace, `paid-${index}`)
    assert.isAtMost(namespace.size, 6)
    for (const recent of ["paid-7", "paid-8", "paid-9"]) assert.isDefined(namespace.view(recent))
    assert.deepStrictEqual(
      namespace.journal.find().map(({ number }) => number),
      [6, 7, 8, 9, 10]
    )
  })

  it("hints at what may have been meant", () => {
    const namespace = new Namespace(options, () => 0)
    assert.include(ask(namespace, "piad-1").entry.hint, "did you mean paid-…?")
    assert.notInclude(ask(namespace, "4711").entry.hint ?? "", "did you mean")
    for (const described of ["paid-1", "not-found-1"])
      assert.isNull(ask(namespace, described).entry.hint)
  })

  it("draws a mixture of all quirks, the same each time", () => {
    const [drawn = [], again] = [1, 2].map(() => {
      const namespace = new Namespace({ ...options, quirks: ["all"] }, () => 0)
      return Array.from({ length: 50 }, () => ask(namespace, "paid-1").delivery.body)
    })
    assert.deepStrictEqual(drawn, again)
    assert.isAbove(new Set(drawn).size, 10)
  })
})

describe("all namespaces", () => {
  it("are at most a hundred beside the default one", () => {
    const namespaces = new Namespaces(options, () => 0)
    namespaces.get(defaultNamespace)
    for (let index = 0; index < 150; index++) namespaces.get(`job-${index}`)
    assert.strictEqual(namespaces.names().length, 100)
    assert.include(namespaces.names(), defaultNamespace)
    assert.include(namespaces.names(), "job-149")
  })

  it("do not forget for one another", () => {
    const namespaces = new Namespaces(options, () => 0)
    ask(namespaces.get("a"), "pending-then-paid-1")
    for (let index = 0; index < 10; index++) ask(namespaces.get("b"), `paid-${index}`)
    assert.isDefined(namespaces.get("a").view("pending-then-paid-1"))
  })

  it.each([
    ["job-1", true],
    ["a".repeat(64), true],
    ["a".repeat(65), false],
    ["", false],
    ["a/b", false],
    ["a b", false],
    ["..", false]
  ])("may be called %j: %s", (name, expected) => {
    assert.strictEqual(isNamespaceName(name), expected)
  })
})

it("a journal that has forgotten does not say that it was so", () => {
  const namespace = new Namespace(options, () => 0)
  for (let index = 0; index < 4; index++) ask(namespace, "paid-a")
  assert.isTrue(verify({ reference: "paid-a", times: 4 }, namespace.journal).pass)
  for (let index = 0; index < 4; index++) ask(namespace, "paid-b")
  assert.isFalse(verify({ reference: "paid-a", atMost: 1 }, namespace.journal).pass)
  assert.isFalse(verify({ order: ["paid-b"] }, namespace.journal).pass)
  assert.isTrue(verify({ reference: "paid-b", atLeast: 4 }, namespace.journal).pass)
})

it("the journal filters by reference, time and number", () => {
  const journal = new Journal(10)
  for (let index = 0; index < 6; index++)
    journal.add({
      at: index * 10,
      referenceId: index % 2 === 0 ? "even" : "odd",
      attempt: 1,
      told: "paid",
      httpStatus: 200,
      fault: null,
      quirks: [],
      hint: null
    })
  const numbers = (filter: Parameters<Journal["find"]>[0]) =>
    journal.find(filter).map(({ number }) => number)
  assert.deepStrictEqual(numbers({ referenceId: "odd" }), [2, 4, 6])
  assert.deepStrictEqual(numbers({ since: 20, until: 40 }), [3, 4, 5])
  assert.deepStrictEqual(numbers({ after: 4 }), [5, 6])
  assert.deepStrictEqual(numbers({ limit: 2 }), [5, 6])
})

describe("a plan", () => {
  it.each([
    [{}, /exactly one of state, states, answers, scenario; there is none/],
    [{ state: "paid", scenario: "paid" }, /there is state and scenario/],
    [
      { states: [{ state: "paid" }, { state: "pending", after: "1s" }] },
      /paid never becomes pending/
    ],
    [{ states: [{ state: "pending" }, { state: "paid" }] }, /longer than that of the state before/],
    [{ states: [{ state: "pending", after: "1s" }] }, /the first state begins the life/],
    [{ states: [] }, /states/],
    [{ scenario: "paid", amount: "1" }, /goes with state or states, not with scenario/],
    [{ state: "paid", amount: "1e3" }, /rupees as digits with up to two decimals/],
    [{ answers: [{ status: 700, body: "" }] }, /status/],
    [{ state: "paid", quirks: ["all of them"] }, /quirks/],
    [{ answers: [{ body: "", headers: { x: "a\nb" } }] }, /visible Latin-1/],
    [{ answers: [{ body: "", headers: { "Content-Length": "1" } }] }, /Content-Length/],
    [{ answers: [{ body: "", contentType: "a\nb" }] }, /visible Latin-1/],
    [{ states: [{ state: "pending" }, { state: "paid", after: "100000000 days" }] }, /at most/],
    [{ state: "paid", faults: [{ fault: "slow", delay: "30 days" }] }, /at most/],
    [{ state: "paid", faults: [{ fault: "slow", delay: { min: "5s", max: "1s" } }] }, /max to be/]
  ])("%j is refused with what is wrong", (encoded, said) => {
    const error = Schema.decodeUnknownResult(TransactionPlan, { onExcessProperty: "error" })(
      encoded
    )
    assert.match(String(Result.getOrThrow(Result.flip(error))), said)
  })
})

describe("a scenario file", () => {
  const file = `
# what this job needs
transactions:
  INV-1:
    states:
      - state: pending
      - state: paid
        after: 30 seconds
  INV-2: { scenario: refunded }
quirks: [numbers]
clock: "2026-01-15T10:30:00Z"
`
  it("is YAML, or JSON as that is YAML too", () => {
    const { transactions } = Result.getOrThrow(readScenarioFile(file))
    assert.deepStrictEqual(Object.keys(transactions ?? {}), ["INV-1", "INV-2"])
    assert.isTrue(Result.isSuccess(readScenarioFile('{"faults":[{"fault":"slow"}]}')))
    assert.isTrue(Result.isSuccess(readScenarioFile("")))
    const digits = readScenarioFile(
      "transactions: { 007123: {state: paid}, 9007199254740993: {state: paid} }"
    )
    assert.deepStrictEqual(Object.keys(Result.getOrThrow(digits).transactions ?? {}), [
      "007123",
      "9007199254740993"
    ])
  })

  it.each([
    [
      file.replace("30 seconds", "soon"),
      "line 8, transactions.INV-1.states.1.after: Expected a duration"
    ],
    [file.replace("state: paid", "state: payed"), "line 7, transactions.INV-1.states.1.state: "],
    [file.replace("[numbers]", "[numbrs]"), "line 10, quirks.0: "],
    [file.replace("quirks", "quirk"), "line 10, quirk: "],
    [file.replace("2026-01-15T10:30:00Z", "noon"), "line 11, clock: Expected a time"],
    ["transactions: [", "line 1: "],
    ["a: b: c", "line 1: "],
    ["- 1", "the file: "],
    ["transactions: *nowhere", ""]
  ])("is refused by line and field (%#)", (text, problem) => {
    const said = Result.getOrThrow(Result.flip(readScenarioFile(text)))
    assert.isTrue(said.includes(problem), said)
  })
})

describe("a question", () => {
  it.each([
    ["{", "the body is not JSON"],
    ["[]", "the body is a list, not an object"],
    ["null", "the body is null, not an object"],
    ['{"RegistrationID":"AOP-554"}', "referenceid is missing"],
    [
      '{"referenceId":"1","RegistrationID":"AOP-554"}',
      "referenceid is missing; there is referenceId, and keys are written exactly so"
    ],
    ['{"referenceid":1,"RegistrationID":"AOP-554"}', "referenceid is a number, not text"],
    [
      `{"referenceid":"${"x".repeat(65)}","RegistrationID":"AOP-554"}`,
      "referenceid has 1 to 64 characters, none of them a control character"
    ]
  ])("%s is refused: %s", (body, problem) => {
    assert.strictEqual(Result.getOrThrow(Result.flip(readQuestion(body))), problem)
  })
})
