import { assert, it } from "@effect/vitest"
import { fuzz } from "../fuzz/fuzz.ts"

it("20,000 mutated bodies: no crash, no verdict but the oracle's (pnpm fuzz reads a million)", () => {
  const { crashes, disagreements, outcomes } = fuzz(20_000, 7)
  assert.deepStrictEqual(crashes, [])
  assert.deepStrictEqual(disagreements, [])
  const verdicts = ["Paid", "Pending", "RefundDue", "Refunded", "Conflict"]
  assert.includeMembers([...outcomes.keys()], verdicts)
}, 60_000)
