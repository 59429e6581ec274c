const wholeText = new TextDecoder("utf-8", { ignoreBOM: true })

const joined = (chunks: ReadonlyArray<Uint8Array>, bytes: number): Uint8Array => {
  const [first] = chunks
  if (first !== undefined && chunks.length === 1) return first
  const all = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.byteLength
  }
  return all
}

/** A body as text, collected while it arrives, up to a limit of bytes. */
export class AnswerText {
  readonly #bytesAtMost: number
  readonly #chunks: Array<Uint8Array> = []
  #bytes = 0
  #ended = false

  constructor(bytesAtMost: number) {
    this.#bytesAtMost = bytesAtMost
  }

  /** What has arrived, but for a character that is cut off while more may come. */
  get text(): string {
    const all = joined(this.#chunks, this.#bytes)
    return this.#ended && this.complete
      ? wholeText.decode(all)
      : new TextDecoder("utf-8", { ignoreBOM: true }).decode(all, { stream: true })
  }

  /** Whether everything that arrived was within the limit. */
  get complete(): boolean {
    return this.#bytes <= this.#bytesAtMost
  }

  /** Takes what has arrived; false when nothing more is wanted. */
  add(chunk: Uint8Array): boolean {
    this.#bytes += chunk.byteLength
    this.#chunks.push(chunk)
    return this.complete
  }

  /** Nothing more comes. */
  end(): void {
    this.#ended = true
  }
}
