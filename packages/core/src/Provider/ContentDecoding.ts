/**
 * A body as it was before it was compressed. The header names the encodings; where the first byte shows
 * that it is wrong, the byte decides.
 */
import type { IncomingMessage } from "node:http"
import { type Duplex, PassThrough, pipeline, type Readable, Transform } from "node:stream"
import * as zlib from "node:zlib"

/** Chooses how to decode when the first byte is there. */
const byFirstByte = (choose: (firstByte: number) => Duplex): Duplex => {
  let chosen: Duplex | undefined
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      if (chosen === undefined) {
        chosen = choose(chunk[0] ?? 0)
        chosen.on("data", (decoded) => this.push(decoded))
        chosen.once("error", (error) => this.destroy(error))
      }
      chosen.write(chunk, done)
    },
    flush(done) {
      if (chosen === undefined) done()
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
  byFirstByte((byte) => (byte === gzipMagic ? zlib.createGunzip() : new PassThrough()))

/** Some servers send deflate bare, without the zlib header that HTTP asks for. */
const inflate = () =>
  byFirstByte((byte) =>
    (byte & 0x0f) === deflateMethod ? zlib.createInflate() : zlib.createInflateRaw()
  )

const decoders: { readonly [encoding: string]: () => Duplex } = {
  gzip: gunzip,
  "x-gzip": gunzip,
  deflate: inflate,
  br: () => zlib.createBrotliDecompress(),
  zstd: () => zlib.createZstdDecompress()
}

/** Nobody compresses more often; who claims to wants to keep us busy. */
const encodingsAtMost = 3

/** Giving it up gives up the connection. */
export const decodedBody = (response: IncomingMessage): Readable =>
  (response.headers["content-encoding"] ?? "")
    .toLowerCase()
    .split(",")
    .slice(-encodingsAtMost)
    .map((encoding) => encoding.trim())
    .filter((encoding) => Object.hasOwn(decoders, encoding))
    .reduceRight<Readable>((body, encoding) => {
      const decode = decoders[encoding]?.() ?? new PassThrough()
      // What goes wrong with either ends both, and is seen by whoever reads.
      return pipeline(body, decode, () => undefined)
    }, response)
