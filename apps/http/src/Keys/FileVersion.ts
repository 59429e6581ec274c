/** Tells one state of a file from another without reading it. */
import { errorCode } from "@bill-payment-status/program"
import { Effect } from "effect"
import { stat } from "node:fs/promises"

/**
 * Changes when the file is written, replaced, linked to another or made readable; where there is none, it is
 * the system's name of what is wrong.
 */
export const fileVersion = (path: string): Effect.Effect<string> =>
  Effect.tryPromise({
    try: () => stat(path, { bigint: true }),
    catch: errorCode
  }).pipe(
    Effect.match({
      onFailure: (code) => code,
      onSuccess: ({ ctimeNs, dev, ino, mtimeNs, size }) =>
        [dev, ino, size, mtimeNs, ctimeNs].join(".")
    })
  )
