/** Passes on what a worker writes, line by line: those of several workers are never mixed. */
import type { Readable } from "node:stream"
import { StringDecoder } from "node:string_decoder"

/** What has no end is cut here. */
const lineAtMost = 64 * 1024

export const passOnLines = (from: Readable, write: (line: string) => void): void => {
  const decoder = new StringDecoder("utf8")
  let begun = ""
  from.on("data", (bytes: Buffer) => {
    const lines = (begun + decoder.write(bytes)).split("\n")
    begun = lines.pop() ?? ""
    for (const line of lines) write(line)
    if (begun.length < lineAtMost) return
    write(begun)
    begun = ""
  })
  from.once("end", () => {
    if (begun !== "") write(begun)
  })
}
