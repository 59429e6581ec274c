/** One option of a plain JavaScript caller: checked where it is given, left out where it is not. */
import { Duration } from "effect"

/** Throws a `TypeError` that names the option and says what it must be. */
export const refuse = (name: string, expected: string): never => {
  throw new TypeError(`${name} must be ${expected}.`)
}

/** The options of `call`, none of them unknown; null and undefined are none. */
export const knownOptions = <A extends object>(
  call: string,
  options: Partial<A> | null | undefined,
  known: Record<keyof A, true>
): Partial<A> => {
  if (options === undefined || options === null) return {}
  if (typeof options !== "object") throw new TypeError(`The options of ${call} must be an object.`)
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name))
  if (unknown === undefined) return options
  throw new TypeError(
    `${call} has no option "${unknown}". It has: ${Object.keys(known).join(", ")}.`
  )
}

/** A whole number that is large enough. */
export const wholeFrom = (least: number, name: string, value: number | undefined): number =>
  value !== undefined && Number.isSafeInteger(value) && value >= least
    ? value
    : refuse(name, `a whole number from ${least}`)

/** A share of one. */
export const share = (name: string, value: number | undefined): number =>
  typeof value === "number" && value > 0 && value <= 1
    ? value
    : refuse(name, "a number above 0 and at most 1")

/** A time above zero. */
export const milliseconds = (name: string, value: number | undefined): Duration.Duration =>
  value !== undefined && Number.isFinite(value) && value > 0
    ? Duration.millis(value)
    : refuse(name, "a positive number of milliseconds")

/** Reads an option that may be left out. */
export const given = <A, B>(value: A | undefined, read: (value: A) => B): B | undefined =>
  value === undefined ? undefined : read(value)

type Defined<A> = { [Key in keyof A]?: Exclude<A[Key], undefined> }

/** Without the keys that have no value. */
export function defined<A extends object>(options: A): Defined<A>
export function defined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
