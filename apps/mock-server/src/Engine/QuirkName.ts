/** What quirks are called. */
import { wireQuirks } from "@bill-payment-status/core/testing"
import { Schema } from "effect"

/** `all` draws a mixture of them. */
export const quirkNames: ReadonlyArray<string> = ["all", ...wireQuirks.map(({ name }) => name)]

/** A quirk, or all of them. */
export const QuirkName = Schema.Literals(quirkNames)
