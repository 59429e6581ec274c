/** What names one request in answers, logs and traces. */
import { Schema } from "effect"

/** The header that carries it, both ways. */
export const requestIdHeader = "x-request-id"

/** The caller's own, where it is up to 128 letters, digits and `.`, `_`, `:`, `/`, `=`, `-`; else one of ours. */
export const RequestId = Schema.String.annotate({
  description: "Names this request in the gateway's logs; quote it when you ask about it."
})
