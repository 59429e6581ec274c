/**
 * What all workers count together. A sum never falls: of a worker that is gone, or too busy to tell, counts
 * what it told last.
 */
import { countsOf, type Series, sumSeries } from "../Operations/Series.ts"

/** How long the others wait for a worker that is busy. */
const patienceMillis = 1000

interface Round {
  readonly waitingFor: Set<number>
  readonly done: () => void
}

export class CrewCounts {
  readonly #told = new Map<number, ReadonlyArray<Series>>()
  readonly #rounds = new Map<number, Round>()
  #gone: ReadonlyArray<Series> = []
  #lastRound = 0

  /** Takes note of what a worker counts. */
  told(worker: number, round: number, series: ReadonlyArray<Series>): void {
    this.#told.set(worker, series)
    this.#heard(worker, round)
  }

  /** A worker has ended. */
  left(worker: number): void {
    this.#gone = sumSeries([this.#gone, countsOf(this.#told.get(worker) ?? [])])
    this.#told.delete(worker)
    for (const round of this.#rounds.keys()) this.#heard(worker, round)
  }

  #heard(worker: number, number: number): void {
    const round = this.#rounds.get(number)
    round?.waitingFor.delete(worker)
    if (round?.waitingFor.size === 0) round.done()
  }

  /** Asks these workers by `ask`, and tells the sum by `tell` once all have told theirs. */
  collect(
    workers: ReadonlyArray<number>,
    ask: (worker: number, round: number) => void,
    tell: (sum: ReadonlyArray<Series>) => void
  ): void {
    const number = (this.#lastRound += 1)
    const done = (): void => {
      clearTimeout(timer)
      this.#rounds.delete(number)
      tell(sumSeries([this.#gone, ...this.#told.values()]))
    }
    const timer = setTimeout(done, patienceMillis)
    this.#rounds.set(number, { waitingFor: new Set(workers), done })
    for (const worker of workers) ask(worker, number)
  }
}
