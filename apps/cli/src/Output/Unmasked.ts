/** The flag that shows account numbers whole. */
import { Flag } from "effect/cli"

export const unmaskedFlag = {
  unmasked: Flag.Boolean("unmasked").pipe(
    Flag.withDescription("Print account numbers whole"),
    Flag.withDefault(false)
  )
}
