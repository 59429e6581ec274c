/** The bytes of a file, a pipe or standard input. */
import { NodeStream } from "@effect/platform-node"
import { Data, type Stream } from "effect"
import { createReadStream } from "node:fs"
import { errorCode } from "./ErrorCode.ts"

/** It is not there, or cannot be read. */
export class Unreadable extends Data.TaggedError("Unreadable")<{
  /** The system's own name of what is wrong, e.g. `ENOENT`. */
  readonly code: string
}> {}

/** `path` null is standard input. */
export const readBytes = (path: string | null): Stream.Stream<Uint8Array, Unreadable> =>
  NodeStream.fromReadable<Uint8Array, Unreadable>({
    evaluate: () => (path === null ? process.stdin : createReadStream(path)),
    onError: (error) => new Unreadable({ code: errorCode(error) }),
    closeOnDone: path !== null
  })
