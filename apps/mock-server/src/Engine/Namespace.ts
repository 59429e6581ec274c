/** One world of payments, apart from all others: references, clock, faults, quirks and journal. */
import {
  type Life,
  PageExamples,
  type QuirkyAnswer,
  recordStates,
  refusalBody,
  Reply,
  type Scenario,
  scenarioFor,
  scenarioNamed,
  scenarios,
  type Stage,
  stageAt,
  stageBody,
  tell,
  wireQuirks
} from "@bill-payment-status/core/testing"
import { DateTime, Duration } from "effect"
import { type Delivery, exactly, fromReply } from "./Delivery.ts"
import { draw } from "./Draw.ts"
import { applyFault, faultNames, type FaultRule } from "./Fault.ts"
import { FaultRules } from "./FaultRules.ts"
import { Journal, type JournalEntry } from "./Journal.ts"
import { nearest, type Question } from "./Question.ts"
import { Remembered } from "./Remembered.ts"
import { stagesOf, type TransactionPlan } from "./TransactionPlan.ts"
import { type ClockOptions, VirtualClock } from "./VirtualClock.ts"

/** What a namespace begins with, and how much it remembers. */
export interface NamespaceOptions {
  readonly seed: number
  readonly clock: ClockOptions
  readonly faults: ReadonlyArray<FaultRule>
  readonly quirks: ReadonlyArray<string>
  readonly plans: ReadonlyArray<readonly [referenceId: string, plan: TransactionPlan]>
  readonly journalAtMost: number
  /** At least so many that were used last, and at most twice as many. */
  readonly referencesKept: number
}

/** What is known about a reference. */
interface Transaction {
  readonly plan: TransactionPlan | undefined
  readonly scenario: Scenario
  /** A scenario begins when it is first asked about. */
  beganAt: number | undefined
  /** The fault that the reference is named after. */
  readonly named: FaultRule | undefined
  readonly faults: FaultRules
  asked: number
  /** How many questions got their answer, unharmed. */
  answered: number
  /** The last answer, as long as its stage lasts. */
  told: Told | undefined
}

interface Told {
  readonly stage: number
  /** The state, scenario or answer. */
  readonly name: string
  readonly delivery: Delivery
}

/** A reference and where it is in its life, for people. */
export interface TransactionView {
  readonly referenceId: string
  readonly state: string
  /** Milliseconds since 1970, by the namespace's clock. */
  readonly beganAt: number
  /** When it changes next, and into what; null when it stays. */
  readonly next: { readonly state: string; readonly at: number } | null
  readonly asked: number
}

/** An answer and what the journal says of it. */
export interface Answered {
  readonly delivery: Delivery
  readonly entry: JournalEntry
}

const namesOfScenarios = scenarios.map(({ name }) => name)

const lifeOf = ({ plan, scenario: { story } }: Transaction): Life | undefined =>
  (plan && stagesOf(plan)) ?? (story._tag === "Life" ? story.stages : undefined)

const beginsRefunded = (plan: TransactionPlan): boolean => {
  const [first] = stagesOf(plan) ?? []
  return first !== undefined && recordStates[first.state].refunded
}

const paise = (rupees: string): bigint => {
  const [whole = "", decimals = ""] = rupees.split(".")
  return BigInt(whole) * 100n + BigInt(decimals.padEnd(2, "0"))
}

const exactAnswer = (answers: NonNullable<TransactionPlan["answers"]>, before: number): Told => {
  const stage = Math.min(before, answers.length - 1)
  const { body, contentType, headers, status } = answers[stage] ?? answers[0]
  return {
    stage,
    name: `answer ${stage + 1}`,
    delivery: exactly({
      ...(status === undefined ? {} : { httpStatus: status }),
      ...(contentType === undefined ? {} : { contentType }),
      ...(headers === undefined ? {} : { headers }),
      body: typeof body === "string" ? body : JSON.stringify(body)
    })
  }
}

const longestFaultFirst = faultNames.toSorted((one, other) => other.length - one.length)

/** The fault that a reference names: `gzip-1` is answered as paid, with that fault. */
const faultNamed = (referenceId: string): FaultRule | undefined => {
  const fault = longestFaultFirst.find((name) => referenceId.startsWith(`${name}-`))
  const scenario = scenarioNamed(referenceId)
  return fault === undefined || (scenario && scenario.name.length >= fault.length)
    ? undefined
    : { fault }
}

const paid = scenarioFor("paid-1")
const noFaults = new FaultRules([])

const refusedRegistration: Told = {
  stage: 0,
  name: "code-7",
  delivery: fromReply(Reply.json(401, PageExamples.invalidSignatureAnswer))
}

const quirkByName = new Map(wireQuirks.map((quirk) => [quirk.name, quirk]))

/** Answers that are not JSON have no quirks. */
const withQuirks = (delivery: Delivery, names: ReadonlyArray<string>): Delivery =>
  delivery.contentType.startsWith("application/json")
    ? {
        ...delivery,
        ...names.reduce<QuirkyAnswer>(
          (answer, name) => quirkByName.get(name)?.apply(answer) ?? answer,
          delivery
        )
      }
    : delivery

const hintFor = (referenceId: string): string => {
  const prefix = referenceId.replace(/-[^-]*$/, "")
  const meant = nearest(prefix, [...namesOfScenarios, ...faultNames])
  const told = `nobody described ${referenceId}, so it is not found`
  return meant === undefined ? told : `${told}; did you mean ${meant}-…?`
}

export class Namespace {
  readonly clock: VirtualClock
  readonly #options: NamespaceOptions
  readonly #transactions: Remembered<Transaction>
  #journal: Journal
  #faults: FaultRules
  #quirks: ReadonlyArray<string>

  constructor(options: NamespaceOptions, realNow: () => number) {
    this.#options = options
    this.clock = new VirtualClock(realNow, options.clock)
    this.#transactions = new Remembered(options.referencesKept)
    this.#journal = new Journal(options.journalAtMost)
    this.#faults = new FaultRules(options.faults)
    this.#quirks = options.quirks
    this.#begin()
  }

  get faults(): ReadonlyArray<FaultRule> {
    return this.#faults.rules
  }

  set faults(rules: ReadonlyArray<FaultRule>) {
    this.#faults = new FaultRules(rules)
  }

  get quirks(): ReadonlyArray<string> {
    return this.#quirks
  }

  set quirks(names: ReadonlyArray<string>) {
    this.#quirks = names
  }

  get journal(): Journal {
    return this.#journal
  }

  get size(): number {
    return this.#transactions.size
  }

  /** As it was at the start. */
  reset(): void {
    this.clock.reset()
    this.#journal = new Journal(this.#options.journalAtMost)
    this.#faults = new FaultRules(this.#options.faults)
    this.#quirks = this.#options.quirks
    this.#begin()
  }

  #begin(): void {
    this.#transactions.clear()
    for (const [referenceId, plan] of this.#options.plans) this.put(referenceId, plan)
  }

  /** Begins a life; what was known about the reference is forgotten. */
  put(referenceId: string, plan: TransactionPlan): TransactionView {
    const scenario = scenarios.find(({ name }) => name === plan.scenario)
    const transaction: Transaction = {
      plan,
      scenario: scenario ?? paid,
      named: undefined,
      beganAt: plan.scenario === undefined ? this.clock.now() : undefined,
      faults: new FaultRules(plan.faults ?? []),
      asked: 0,
      answered: 0,
      told: undefined
    }
    this.#transactions.set(referenceId, transaction)
    return this.#viewOf(referenceId, transaction)
  }

  /** Whether there was something to forget. */
  forget(referenceId: string): boolean {
    return this.#transactions.delete(referenceId)
  }

  view(referenceId: string): TransactionView | undefined {
    const transaction = this.#transactions.peek(referenceId)
    return transaction && this.#viewOf(referenceId, transaction)
  }

  /** The latest first. */
  views(atMost: number): ReadonlyArray<TransactionView> {
    return this.#transactions
      .entries()
      .slice(-atMost)
      .toReversed()
      .map(([referenceId, transaction]) => this.#viewOf(referenceId, transaction))
  }

  /** Whether anything is known about how to answer: a plan, a scenario's name or a fault's. */
  describes(referenceId: string): boolean {
    return (
      this.#transactions.peek(referenceId)?.plan !== undefined ||
      scenarioNamed(referenceId) !== undefined ||
      faultNamed(referenceId) !== undefined
    )
  }

  /** Refuses what is no question, with code 4. */
  reject(problem: string): Answered {
    const delivery = exactly({ httpStatus: 401, body: refusalBody(4, problem) })
    const entry = this.#journal.add({
      at: this.clock.now(),
      referenceId: "",
      attempt: 0,
      told: "code-4",
      httpStatus: delivery.httpStatus,
      fault: null,
      quirks: [],
      hint: problem
    })
    return { delivery, entry }
  }

  /** Answers a question; only the page's registration is known. */
  answer({ referenceid, RegistrationID }: Question): Answered {
    const now = this.clock.now()
    const transaction = this.#transaction(referenceid, now)
    transaction.asked += 1
    const attempt = transaction.asked
    const chance = (what: string) => draw(this.#options.seed, referenceid, attempt, what)
    const known = RegistrationID === PageExamples.registrationId
    if (known) transaction.beganAt ??= now
    const { delivery: told, name } = known
      ? this.#tell(referenceid, transaction, now)
      : refusedRegistration
    const quirks = this.#quirksOf(transaction, chance)
    const strike = { referenceId: referenceid, attempt, chance }
    const rule =
      transaction.faults.strike(strike) ?? transaction.named ?? this.#faults.strike(strike)
    if (known && rule === undefined) transaction.answered += 1
    const quirky = quirks.length === 0 ? told : withQuirks(told, quirks)
    const delivery = rule === undefined ? quirky : applyFault(quirky, rule, chance)
    const entry = this.#journal.add({
      at: now,
      referenceId: referenceid,
      attempt,
      told: name,
      httpStatus: delivery.httpStatus,
      fault: rule?.fault ?? null,
      quirks,
      hint: known && name === "not-found" ? hintFor(referenceid) : null
    })
    return { delivery, entry }
  }

  /** Notes an answer that somebody else gave. */
  note(referenceId: string, told: string, httpStatus: number): JournalEntry {
    const transaction = this.#transaction(referenceId, this.clock.now())
    transaction.asked += 1
    return this.#journal.add({
      at: this.clock.now(),
      referenceId,
      attempt: transaction.asked,
      told,
      httpStatus,
      fault: null,
      quirks: [],
      hint: null
    })
  }

  #transaction(referenceId: string, now: number): Transaction {
    const known = this.#transactions.get(referenceId)
    if (known !== undefined) return known
    const named = faultNamed(referenceId)
    const transaction: Transaction = {
      plan: undefined,
      scenario: named === undefined ? scenarioFor(referenceId) : paid,
      named,
      beganAt: now,
      faults: noFaults,
      asked: 0,
      answered: 0,
      told: undefined
    }
    this.#transactions.set(referenceId, transaction)
    return transaction
  }

  #tell(referenceId: string, transaction: Transaction, now: number): Told {
    const { beganAt = now, plan, scenario, told } = transaction
    if (plan?.answers !== undefined) return exactAnswer(plan.answers, transaction.answered)
    const stages = lifeOf(transaction)
    const stage = stages === undefined ? 0 : stageAt(stages, Duration.millis(now - beganAt))
    if (told?.stage === stage) return told
    const current = stages?.[stage]
    const fresh: Told =
      current === undefined
        ? { stage, name: scenario.name, delivery: this.#reply(referenceId, scenario, beganAt) }
        : {
            stage,
            name: current.state,
            delivery: exactly({ body: this.#body(referenceId, transaction, current) })
          }
    transaction.told = fresh
    return fresh
  }

  #reply(referenceId: string, { story }: Scenario, now: number): Delivery {
    const moment = DateTime.makeUnsafe(now)
    const { seed } = this.#options
    return fromReply(tell(story, referenceId, { now: moment, beganAt: moment, seed }))
  }

  #body(
    referenceId: string,
    { beganAt = this.clock.now(), plan, scenario: { story } }: Transaction,
    stage: Stage
  ) {
    const began = DateTime.makeUnsafe(beganAt)
    const { seed } = this.#options
    if (plan === undefined || plan.scenario !== undefined) {
      const addedAt = story._tag === "Life" ? (story.addedAt ?? began) : began
      return stageBody(referenceId, stage, { addedAt, beganAt: began }, { seed })
    }
    const { amount, customerAccount, operatorName } = plan
    return stageBody(
      referenceId,
      stage,
      {
        addedAt: DateTime.subtract(began, { hours: beginsRefunded(plan) ? 1 : 0 }),
        beganAt: began
      },
      {
        seed,
        amount: amount === undefined ? undefined : paise(amount),
        customerAccount,
        operatorName
      }
    )
  }

  #quirksOf({ plan }: Transaction, chance: (what: string) => number): ReadonlyArray<string> {
    const own = plan?.quirks
    if (this.#quirks.length === 0 && own === undefined) return this.#quirks
    const names = new Set([...this.#quirks, ...(own ?? [])])
    return wireQuirks
      .filter(
        ({ name, readable }) =>
          names.has(name) || (names.has("all") && chance(name) < (readable ? 1 / 2 : 1 / 16))
      )
      .map(({ name }) => name)
  }

  #viewOf(referenceId: string, transaction: Transaction): TransactionView {
    const { answered, asked, plan, scenario, beganAt = this.clock.now() } = transaction
    const stages = lifeOf(transaction)
    const index =
      stages === undefined ? 0 : stageAt(stages, Duration.millis(this.clock.now() - beganAt))
    const following = stages?.[index + 1]
    return {
      referenceId,
      state:
        plan?.answers !== undefined
          ? `answer ${Math.min(answered + 1, plan.answers.length)} of ${plan.answers.length}`
          : (stages?.[index]?.state ?? scenario.name),
      beganAt,
      next:
        following === undefined
          ? null
          : { state: following.state, at: beganAt + Duration.toMillis(following.after) },
      asked
    }
  }
}
