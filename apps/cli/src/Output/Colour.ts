/** The colour of an outcome; it never stands without the word. */
import { styleText } from "node:util"

const colours: { readonly [outcome: string]: "green" | "yellow" | "cyan" } = {
  Paid: "green",
  Pending: "yellow",
  RefundDue: "yellow",
  Refunded: "cyan"
}

/** Of a verdict, or the tag of an error. */
export const colourOf = (outcome: string): "green" | "yellow" | "cyan" | "red" =>
  colours[outcome] ?? "red"

/** Coloured where the stream is a terminal that wants it: `NO_COLOR` and `FORCE_COLOR` are heard. */
export const colour = (outcome: string, text: string, stream: NodeJS.WriteStream): string =>
  styleText(colourOf(outcome), text, { stream })
