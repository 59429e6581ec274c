/**
 * Node hands a connection over to a worker and forgets it where the worker has just died: the caller would
 * wait for ever. Closed instead, the caller knows at once and asks again.
 */
import type { ChildProcess, Serializable } from "node:child_process"

const closing = (handle: unknown): (() => void) | undefined => {
  if (typeof handle !== "object" || handle === null || !("close" in handle)) return undefined
  const { close } = handle
  return typeof close === "function" ? () => void Reflect.apply(close, handle, []) : undefined
}

/** Of a connection the worker has taken, Node has closed our side already; doing so twice does no harm. */
export const closeWhatItLeaves = (child: ChildProcess): void => {
  const send = child.send.bind(child)
  let closeLast: (() => void) | undefined
  child.send = (message: Serializable, ...rest: ReadonlyArray<unknown>): boolean => {
    closeLast = closing(rest[0]) ?? closeLast
    return Boolean(Reflect.apply(send, undefined, [message, ...rest]))
  }
  child.once("exit", () => closeLast?.())
}
