/** One world of payments, apart from all others: references, clock, faults, quirks and journal. */
import {
  PageExamples,
  type QuirkyAnswer,
  refusalBody,
  Reply,
  scenarioFor,
  scenarioNamed,
  scenarios,
  wireQuirks
} from "@bill-payment-status/core/testing"
import { type Delivery, exactly, fromReply } from "./Delivery.ts"
import { draw } from "./Draw.ts"
import { applyFault, faultNames, type FaultRule } from "./Fault.ts"
import { FaultRules } from "./FaultRules.ts"
import { Journal, type JournalEntry } from "./Journal.ts"
import { nearest, type Question } from "./Question.ts"
import { Remembered } from "./Remembered.ts"
import { type Told, Transaction, type TransactionView } from "./Transaction.ts"
import type { TransactionPlan } from "./TransactionPlan.ts"
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

/** An answer and what the journal says of it. */
export interface Answered {
  readonly delivery: Delivery
  readonly entry: JournalEntry
}

const namesOfScenarios = scenarios.map(({ name }) => name)

const longestFaultFirst = faultNames.toSorted((one, other) => other.length - one.length)

/** The fault that a reference names: `gzip-1` is answered as paid, with that fault. */
const faultNamed = (referenceId: string): FaultRule | undefined => {
  const fault = longestFaultFirst.find((name) => referenceId.startsWith(`${name}-`))
  const scenario = scenarioNamed(referenceId)
  return fault === undefined || (scenario && scenario.name.length >= fault.length)
    ? undefined
    : { fault }
}

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
    const transaction = new Transaction(
      referenceId,
      this.#options.seed,
      scenario === undefined ? { plan, beganAt: this.clock.now() } : { plan, scenario }
    )
    this.#transactions.set(referenceId, transaction)
    return transaction.view(this.clock.now())
  }

  /** Whether there was something to forget. */
  forget(referenceId: string): boolean {
    return this.#transactions.delete(referenceId)
  }

  view(referenceId: string): TransactionView | undefined {
    return this.#transactions.peek(referenceId)?.view(this.clock.now())
  }

  /** The latest first. */
  views(atMost: number): ReadonlyArray<TransactionView> {
    return this.#transactions
      .entries()
      .slice(-atMost)
      .toReversed()
      .map(([, transaction]) => transaction.view(this.clock.now()))
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
    const transaction = this.#transaction(referenceid)
    transaction.asked += 1
    const attempt = transaction.asked
    const chance = (what: string) => draw(this.#options.seed, referenceid, attempt, what)
    const known = RegistrationID === PageExamples.registrationId
    const { delivery: told, name } = known ? transaction.tell(now) : refusedRegistration
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
      hint: known && !this.describes(referenceid) ? hintFor(referenceid) : null
    })
    return { delivery, entry }
  }

  /** Notes an answer that somebody else gave. */
  note(referenceId: string, told: string, httpStatus: number): JournalEntry {
    const transaction = this.#transaction(referenceId)
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

  #transaction(referenceId: string): Transaction {
    const known = this.#transactions.get(referenceId)
    if (known !== undefined) return known
    const named = faultNamed(referenceId)
    const transaction = new Transaction(
      referenceId,
      this.#options.seed,
      named === undefined ? { scenario: scenarioFor(referenceId) } : { named }
    )
    this.#transactions.set(referenceId, transaction)
    return transaction
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
}
