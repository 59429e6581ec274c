/** What the provider really sent, kept for a person to look at and hidden from logs and JSON. */
import { Redacted, Schema } from "effect"

const label = "raw body"

/** Whole through `Redacted.value`. */
export const RawBody = Schema.Redacted(Schema.String, { label, disallowJsonEncode: true })

/** Hides a body from logs, errors and inspection. */
export const redactBody = (text: string): Redacted.Redacted => Redacted.make(text, { label })

/** Where an answer came without the body behind it. */
export const noBody = redactBody("")
