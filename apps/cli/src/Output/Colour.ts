/** The colour of an outcome; it never stands without the word. */
import { styleText } from "node:util"
import type { Outcome } from "../Answer.ts"

const colours: { readonly [outcome: string]: "green" | "yellow" | "cyan" } = {
  Paid: "green",
  Pending: "yellow",
  RefundDue: "yellow",
  Refunded: "cyan"
}

/** Coloured where the stream is a terminal that wants it: `NO_COLOR` and `FORCE_COLOR` are heard. */
export const colour = (outcome: Outcome, text: string, stream: NodeJS.WriteStream): string =>
  styleText(colours[outcome] ?? "red", text, { stream })
