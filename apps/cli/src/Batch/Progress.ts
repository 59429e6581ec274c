/** How far a run is: how many of how many, how fast, how long still. */
import { Duration } from "effect"
import { countText, durationText } from "../Output/Figures.ts"

/** The rate is measured over this many milliseconds. */
const window = 5000

/** What is measured from time to time. */
export class Progress {
  readonly #total: number | undefined
  readonly #samples: Array<{ readonly at: number; readonly lines: number }>

  constructor(total: number | undefined, startedAt: number) {
    this.#total = total
    this.#samples = [{ at: startedAt, lines: 0 }]
  }

  /** One line for people, without its end; `now` in milliseconds. */
  describe(lines: number, now: number): string {
    this.#samples.push({ at: now, lines })
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? now) < now - window)
      this.#samples.shift()
    const [first = { at: now, lines: 0 }] = this.#samples
    const rate = ((lines - first.lines) / Math.max(1, now - first.at)) * 1000
    const speed = `${rate < 10 ? rate.toFixed(1) : countText(rate)} a second`
    if (this.#total === undefined) return `${countText(lines)} answered · ${speed}`
    const share = Math.floor((lines / this.#total) * 100)
    const left =
      rate > 0
        ? ` · ${durationText(Duration.seconds(Math.ceil((this.#total - lines) / rate)))} left`
        : ""
    return `${countText(lines)} of ${countText(this.#total)} · ${share} % · ${speed}${left}`
  }
}
