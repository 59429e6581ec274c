/** A body as text, collected while it arrives, up to a limit of bytes. */
export class AnswerText {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true })
  readonly #bytesAtMost: number
  #bytes = 0

  /** What has arrived. */
  text = ""

  constructor(bytesAtMost: number) {
    this.#bytesAtMost = bytesAtMost
  }

  /** Whether everything that arrived was within the limit. */
  get complete(): boolean {
    return this.#bytes <= this.#bytesAtMost
  }

  /** Takes what has arrived; false when nothing more is wanted. */
  add(chunk: Uint8Array): boolean {
    this.#bytes += chunk.byteLength
    this.text += this.#decoder.decode(chunk, { stream: true })
    return this.complete
  }

  /** Nothing more comes. */
  end(): void {
    if (this.complete) this.text += this.#decoder.decode()
  }
}
