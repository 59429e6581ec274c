/** How many columns of a terminal a text takes. */
import { CliOutput } from "effect/cli"

/** One column each: what we print ourselves, which is nearly everything. */
const narrow = /^[\x20-\x7e₹•…→·█▏]*$/

/** The same as `CliOutput.displayWidth`, without loading what it takes for other scripts. */
export const displayWidth = (text: string): number =>
  narrow.test(text) ? text.length : CliOutput.displayWidth(text)
