/** The whole body of a request, or undefined when it is longer than allowed. */
import type { IncomingMessage } from "node:http"

export const bodyOf = (
  request: IncomingMessage,
  bytesAtMost: number,
  then: (body: string | undefined) => void
): void => {
  const chunks: Array<Buffer> = []
  let length = 0
  request.on("data", (chunk: Buffer) => {
    length += chunk.length
    if (length <= bytesAtMost) chunks.push(chunk)
  })
  request.once("end", () => {
    if (length > bytesAtMost) return then(undefined)
    const [only] = chunks
    then((chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)).toString())
  })
}
