import { assert, it } from "@effect/vitest"
import { operations } from "../fuzz/Contract.ts"
import { fuzz } from "../fuzz/fuzz.ts"
import { withGateways } from "../fuzz/withGateways.ts"

const seed = Math.floor(Math.random() * 1_000_000)
const requests = 1500

it(`seed ${seed}: ${requests} requests to each gateway, and no answer but those of the document (npm run fuzz asks more)`, async () => {
  await withGateways(async ({ keyed, open }) => {
    const without = await fuzz(open.address, { keys: open.keys, requests, seed })
    const withKeys = await fuzz(keyed.address, { keys: keyed.keys, requests, seed })
    assert.deepStrictEqual([...without.complaints, ...withKeys.complaints], [])
    const reached = [...without.answers.keys()].map((answer) => answer.split(" ")[0])
    assert.includeMembers(
      reached,
      operations.map(({ id }) => id)
    )
  })
}, 60_000)
