/** A key by the id that somebody typed. */
import { WrongUsage } from "@bill-payment-status/program"
import { Result } from "effect"
import type { KeyRecord } from "./KeyRecord.ts"

const alikeFrom = 3
const namedAtMost = 5

const commonBeginning = (one: string, other: string): number => {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return length
}

const beginAlike = (keys: ReadonlyArray<KeyRecord>, typed: string): ReadonlyArray<string> =>
  keys
    .map(({ id }) => ({ id, alike: commonBeginning(id.toLowerCase(), typed.toLowerCase()) }))
    .filter(({ alike }) => alike > 0 && alike >= Math.min(alikeFrom, typed.length))
    .toSorted((one, other) => other.alike - one.alike)
    .slice(0, namedAtMost)
    .map(({ id }) => id)

/** What was typed may be a whole key, which must not be shown. */
const shown = (typed: string): string =>
  /^[0-9A-Za-z]{1,12}$/.test(typed) ? `"${typed}"` : "this id"

/** The key with this id, or the ids that begin alike. */
export const findKey = (
  file: string,
  keys: ReadonlyArray<KeyRecord>,
  id: string
): Result.Result<KeyRecord, WrongUsage> => {
  const found = keys.find((key) => key.id === id)
  if (found !== undefined) return Result.succeed(found)
  const alike = beginAlike(keys, id)
  const hint =
    alike.length === 0
      ? "See: bill-status-http keys list"
      : `Ids that begin alike: ${alike.join(", ")}.`
  return Result.fail(
    new WrongUsage({ message: `There is no key with ${shown(id)} in ${file}. ${hint}` })
  )
}
