/** Header fields that can be written (RFC 9110). */
import { Schema } from "effect"

/** A token; the ones that say how the message is framed are not for answers to set. */
export const HeaderName = Schema.String.check(
  Schema.isPattern(
    /^(?!(?:content-length|content-type|transfer-encoding|connection)$)[!#$%&'*+.^_`|~0-9a-z-]+$/i,
    {
      expected: "the name of a header that does not frame the message"
    }
  )
)

/** Visible text in one line. */
export const HeaderValue = Schema.String.check(
  Schema.isPattern(/^[\t\x20-\x7e\x80-\xff]+$/, { expected: "one line of visible Latin-1 text" })
)
