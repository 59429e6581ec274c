/**
 * A body as it was before it was compressed. The header names the encodings; a body that says gzip and is
 * not, and deflate without its zlib header, are told by their first byte.
 */
import { type Duplex, PassThrough, pipeline, type Readable, Transform } from "node:stream"

/** Loaded when it is needed. */
const zlib = () => process.getBuiltinModule("node:zlib")

/** Chooses how to decode when the first byte is there. */
const byFirstByte = (choose: (firstByte: number) => Duplex): Duplex => {
  let chosen: Duplex | undefined
  let ended = false
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      if (chosen === undefined) {
        chosen = choose(chunk[0] ?? 0)
        chosen.on("data", (decoded) => this.push(decoded))
        chosen.once("error", (error) => this.destroy(error))
        chosen.once("end", () => {
          ended = true
        })
      }
      // Zeros may follow the end of a compressed stream.
      if (ended) done()
      else chosen.write(chunk, done)
    },
    flush(done) {
      if (chosen === undefined || ended) done()
      else chosen.once("end", done).end()
    },
    destroy(error, done) {
      chosen?.destroy()
      done(error)
    }
  })
}

const gzipMagic = 0x1f
const deflateMethod = 0x08

const gunzip = () =>
  byFirstByte((byte) => (byte === gzipMagic ? zlib().createGunzip() : new PassThrough()))

/** Some servers send deflate bare, without the zlib header that HTTP asks for. */
const inflate = () =>
  byFirstByte((byte) =>
    (byte & 0x0f) === deflateMethod ? zlib().createInflate() : zlib().createInflateRaw()
  )

const decoders: ReadonlyMap<string, () => Duplex> = new Map([
  ["gzip", gunzip],
  ["x-gzip", gunzip],
  ["deflate", inflate],
  ["br", () => zlib().createBrotliDecompress()],
  ["zstd", () => zlib().createZstdDecompress()]
])

/** Nobody compresses more often; who claims to wants to keep us busy. */
const encodingsAtMost = 3

/** How to decode a body with this `content-encoding`; none for a body that is not compressed. */
const decodersOf = (contentEncoding: string): ReadonlyArray<() => Duplex> =>
  contentEncoding
    .toLowerCase()
    .split(",")
    .flatMap((encoding) => decoders.get(encoding.trim()) ?? [])
    .slice(-encodingsAtMost)

/** Whether a body with this `content-encoding` is compressed in a way that is understood. */
export const isCompressed = (contentEncoding: string): boolean =>
  decodersOf(contentEncoding).length > 0

/** Giving it up gives up the connection. */
export const decodedBody = (body: Readable, contentEncoding = ""): Readable =>
  decodersOf(contentEncoding).reduceRight<Readable>(
    // What goes wrong with either ends both, and is seen by whoever reads.
    (encoded, decode) => pipeline(encoded, decode(), () => undefined),
    body
  )
