/** What is known about one reference, and what it is told. */
import {
  type Life,
  recordStates,
  type Scenario,
  scenarioFor,
  type Stage,
  stageAt,
  stageBody,
  tell
} from "@bill-payment-status/core/testing"
import { DateTime, Duration } from "effect"
import { type Delivery, exactly, fromReply } from "./Delivery.ts"
import type { FaultRule } from "./Fault.ts"
import { FaultRules } from "./FaultRules.ts"
import { stagesOf, type TransactionPlan } from "./TransactionPlan.ts"

/** An answer, and the state, scenario or answer that it is. */
export interface Told {
  readonly stage: number
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

const beginsRefunded = ([first]: Life): boolean => recordStates[first.state].refunded

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

const noFaults = new FaultRules([])

/** What a reference is known by: a plan, a scenario, or the fault it is named after. */
export interface TransactionOrigin {
  readonly plan?: TransactionPlan
  readonly scenario?: Scenario
  readonly named?: FaultRule | undefined
  /** Left out, a life begins with the first question. */
  readonly beganAt?: number | undefined
}

/** Times are milliseconds since 1970, by the namespace's clock. */
export class Transaction {
  readonly plan: TransactionPlan | undefined
  readonly faults: FaultRules
  /** The fault that the reference is named after. */
  readonly named: FaultRule | undefined
  asked = 0
  /** How many questions got their answer, unharmed. */
  answered = 0
  readonly #referenceId: string
  readonly #seed: number
  readonly #scenario: Scenario
  readonly #stages: Life | undefined
  #beganAt: number | undefined
  /** The last answer, as long as its stage lasts. */
  #told: Told | undefined

  constructor(referenceId: string, seed: number, origin: TransactionOrigin) {
    const { beganAt, named, plan, scenario = scenarioFor("paid-1") } = origin
    this.plan = plan
    this.named = named
    this.faults = plan?.faults === undefined ? noFaults : new FaultRules(plan.faults)
    this.#referenceId = referenceId
    this.#seed = seed
    this.#scenario = scenario
    this.#stages =
      (plan && stagesOf(plan)) ??
      (scenario.story._tag === "Life" ? scenario.story.stages : undefined)
    this.#beganAt = beganAt
  }

  /** What it is told now; the first time begins its life. */
  tell(now: number): Told {
    const answers = this.plan?.answers
    if (answers !== undefined) return exactAnswer(answers, this.answered)
    this.#beganAt ??= now
    const stage = this.#stageAt(now, this.#beganAt)
    if (this.#told?.stage === stage) return this.#told
    const current = this.#stages?.[stage]
    this.#told =
      current === undefined
        ? { stage, name: this.#scenario.name, delivery: this.#reply(this.#beganAt) }
        : { stage, name: current.state, delivery: this.#record(current, this.#beganAt) }
    return this.#told
  }

  view(now: number): TransactionView {
    const beganAt = this.#beganAt ?? now
    const index = this.#stageAt(now, beganAt)
    const following = this.#stages?.[index + 1]
    const answers = this.plan?.answers
    return {
      referenceId: this.#referenceId,
      state:
        answers === undefined
          ? (this.#stages?.[index]?.state ?? this.#scenario.name)
          : `answer ${Math.min(this.answered + 1, answers.length)} of ${answers.length}`,
      beganAt,
      next:
        following === undefined
          ? null
          : { state: following.state, at: beganAt + Duration.toMillis(following.after) },
      asked: this.asked
    }
  }

  #stageAt(now: number, beganAt: number): number {
    return this.#stages === undefined ? 0 : stageAt(this.#stages, Duration.millis(now - beganAt))
  }

  #reply(beganAt: number): Delivery {
    const moment = DateTime.makeUnsafe(beganAt)
    const at = { now: moment, beganAt: moment, seed: this.#seed }
    return fromReply(tell(this.#scenario.story, this.#referenceId, at))
  }

  #record(stage: Stage, beganAt: number): Delivery {
    const began = DateTime.makeUnsafe(beganAt)
    const { amount, customerAccount, operatorName } = this.plan ?? {}
    return exactly({
      body: stageBody(
        this.#referenceId,
        stage,
        { addedAt: this.#addedAt(began), beganAt: began },
        { seed: this.#seed, amount, customerAccount, operatorName }
      )
    })
  }

  #addedAt(began: DateTime.Utc): DateTime.Utc {
    const planned = this.plan && stagesOf(this.plan)
    // What begins refunded was paid for and refunded before that.
    if (planned !== undefined)
      return DateTime.subtract(began, { hours: beginsRefunded(planned) ? 1 : 0 })
    const { story } = this.#scenario
    return story._tag === "Life" ? (story.addedAt ?? began) : began
  }
}
