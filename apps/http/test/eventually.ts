/** Looks until it is so; fails with what it saw last after ten seconds. */
import { assert } from "@effect/vitest"
import { setTimeout as sleep } from "node:timers/promises"

const patience = 10_000
const betweenLooks = 20

export const eventually = async <A>(
  look: () => A | Promise<A>,
  isSo: (seen: A) => boolean,
  until = Date.now() + patience
): Promise<A> => {
  const seen = await look()
  if (isSo(seen)) return seen
  if (Date.now() > until) return assert.fail(`It never was so; last seen: ${JSON.stringify(seen)}`)
  await sleep(betweenLooks)
  return eventually(look, isSo, until)
}
