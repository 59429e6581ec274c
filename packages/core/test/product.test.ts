import { assert, it } from "@effect/vitest"
import { Result } from "effect"
import { outcomeOf } from "../fuzz/oracle.ts"
import { bodyWith, read } from "./reading.ts"

const dataStatuses = [0, 1, "0", "1", 2, "2", true, false, "01", "SUCCESS", null, "", {}, undefined]
const refundeds = [0, 1, "0", "1", true, false, "true", "false", "2", null, "", undefined]
const topStatuses = [true, false, 1, 0, "1", "0", "true", "false", "yes", null, undefined]
const codes = [1, "1", 2, 3, 4, 5, 6, 7, 8, "99", 0, -1, "one", null, undefined]

it("every data.status × refunded × top-level status × code is what the oracle says", () => {
  const verdicts = new Map<string, number>()
  for (const status of dataStatuses)
    for (const refunded of refundeds)
      for (const topStatus of topStatuses)
        for (const code of codes) {
          const body = bodyWith({
            data: { status, refunded },
            top: { status: topStatus, response_code: code }
          })
          const outcome = Result.match(read(body), {
            onFailure: ({ _tag }) => _tag,
            onSuccess: ({ verdict }) => verdict
          })
          assert.strictEqual(outcome, outcomeOf(body, 200, "123456"), body)
          verdicts.set(outcome, (verdicts.get(outcome) ?? 0) + 1)
        }
  const deciding = { code: 2, topStatus: 4 }
  const times = deciding.code * deciding.topStatus
  assert.strictEqual(verdicts.get("Paid"), times * 2 * 4, '1 and "1", not refunded four ways')
  assert.strictEqual(verdicts.get("RefundDue"), times * 2 * 4)
  assert.strictEqual(verdicts.get("Refunded"), times * 2 * 4)
  assert.strictEqual(verdicts.get("Pending"), times * 6 * 4, "six unlisted statuses")
  assert.strictEqual(verdicts.get("Conflict"), times * (2 + 6) * 4)
})
