/** What was asked and what was answered, the latest of it. */

/** One question and its answer. */
export interface JournalEntry {
  /** Counts up from 1 in each namespace. */
  readonly number: number
  /** By the namespace's clock, in milliseconds since 1970. */
  readonly at: number
  readonly referenceId: string
  /** Counts the questions about this reference from 1. */
  readonly attempt: number
  /** The state, scenario or answer that was told. */
  readonly told: string
  readonly httpStatus: number
  /** The fault that struck. */
  readonly fault: string | null
  readonly quirks: ReadonlyArray<string>
  /** What the asker may have meant, where nobody described the reference or the question is malformed. */
  readonly hint: string | null
}

/** Which entries; without any of it: all. */
export interface JournalFilter {
  readonly referenceId?: string | undefined
  /** Milliseconds since 1970, both included. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** Only entries with a higher number. */
  readonly after?: number | undefined
  /** The latest so many. */
  readonly limit?: number | undefined
}

/** Keeps the latest entries; the oldest go first. */
export class Journal {
  readonly #entries = new Map<number, JournalEntry>()
  readonly #atMost: number
  #last = 0

  constructor(atMost: number) {
    this.#atMost = atMost
  }

  /** How many entries have been forgotten. */
  get forgotten(): number {
    return this.#last - this.#entries.size
  }

  add(entry: Omit<JournalEntry, "number">): JournalEntry {
    this.#last += 1
    const numbered = { number: this.#last, ...entry }
    this.#entries.set(this.#last, numbered)
    this.#entries.delete(this.#last - this.#atMost)
    return numbered
  }

  find({
    after,
    limit,
    referenceId,
    since,
    until
  }: JournalFilter = {}): ReadonlyArray<JournalEntry> {
    const found = Array.from(this.#entries.values()).filter(
      (entry) =>
        (referenceId === undefined || entry.referenceId === referenceId) &&
        (since === undefined || entry.at >= since) &&
        (until === undefined || entry.at <= until) &&
        (after === undefined || entry.number > after)
    )
    return limit === undefined ? found : found.slice(-limit)
  }
}
