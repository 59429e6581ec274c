/** Whoever is measured must first be right: the gateway's answers, but for the time AOPay was asked. */
import { deepStrictEqual } from "node:assert"
import { ask, type Contender } from "./contenders.ts"

const references = ["paid-1", "paid-2", "pending-1", "refunded-1", "refund-due-1", "conflict-1"]

const answerOf = async (contender: Contender, reference: string): Promise<unknown> => ({
  ...JSON.parse((await ask(contender, reference)).body),
  checkedAt: "then"
})

export const checkSameAnswers = async (
  gateway: Contender,
  others: ReadonlyArray<Contender>
): Promise<void> => {
  for (const reference of references) {
    const expected = await answerOf(gateway, reference)
    for (const other of others)
      deepStrictEqual(
        await answerOf(other, reference),
        expected,
        `${other.name} answers otherwise about ${reference}`
      )
  }
}
