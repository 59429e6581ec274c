/**
 * Several processes that answer at one address. This one, the primary, answers nothing itself: it starts the
 * workers, starts another for one that has died, and ends when all have ended.
 */
import type { Worker } from "node:cluster"
import { Clock, Deferred, type Duration, Effect, Schema } from "effect"
import { Lines } from "../Server/Lines.ts"
import { CrewCounts } from "./CrewCounts.ts"
import { Deaths } from "./Deaths.ts"
import type { WorkerMessage } from "./Message.ts"
import { type End, liveAsWorker, tell } from "./WorkerLife.ts"

export interface CrewOptions {
  readonly workers: number
  /** How long a worker may take to stop. */
  readonly patience: Duration.Duration
  /** All answer, at this address. */
  readonly onListening: (url: string) => Effect.Effect<void>
}

/** The workers cannot be kept running; why has been said. */
export class CrewFailed extends Schema.TaggedError<CrewFailed>()("CrewFailed", {
  exitCode: Schema.Int
}) {}

/** A fault of the program's own, as `sysexits.h` has it. */
const faultCode = 70

/** Who is at work. */
class Crew {
  readonly #workers = new Map<number, Worker>()
  readonly #urls = new Map<number, string>()
  readonly #counts = new CrewCounts()

  began(worker: Worker): void {
    this.#workers.set(worker.id, worker)
  }

  ended({ id }: Worker): void {
    this.#workers.delete(id)
    this.#urls.delete(id)
    this.#counts.left(id)
  }

  heard(worker: Worker, message: WorkerMessage): void {
    switch (message._tag) {
      case "Listening":
        this.#urls.set(worker.id, message.url)
        return
      case "Counted":
        this.#counts.told(worker.id, message.round, message.series)
        return
      case "AskSum": {
        const { question } = message
        this.#counts.collect(
          [...this.#workers.keys()],
          (id, round) => tell(this.#workers.get(id), { _tag: "Count", round }),
          (series) => tell(worker, { _tag: "Sum", question, series })
        )
      }
    }
  }

  /** How many answer. */
  get answering(): number {
    return this.#urls.size
  }
}

const howItEnded = ({ code, signal }: End): string =>
  signal === null ? `exit code ${code}` : `signal ${signal}`

/** Runs until interrupted: then the workers are asked to stop, and waited for. */
export const runCrew = Effect.fnUntraced(function* ({
  onListening,
  patience,
  workers
}: CrewOptions): Effect.fn.Return<never, CrewFailed, Lines> {
  const lines = yield* Lines
  const runFork = Effect.runForkWith(yield* Effect.context())
  const deaths = new Deaths()
  const crew = new Crew()
  const oneAnswers = yield* Deferred.make<void>()
  let announced = ""

  const heard = (worker: Worker, message: WorkerMessage): void => {
    crew.heard(worker, message)
    if (message._tag !== "Listening") return
    runFork(Effect.logInfo(`Worker ${worker.process.pid} answers.`))
    Deferred.doneUnsafe(oneAnswers, Effect.void)
    if (crew.answering < workers || announced === message.url) return
    announced = message.url
    runFork(onListening(message.url))
  }

  const life = liveAsWorker({
    started: (worker) => crew.began(worker),
    ended: (worker) => crew.ended(worker),
    heard,
    wrote: (line) => lines.write(line),
    patience
  })

  const hopeless = Effect.andThen(
    Effect.logFatal("Workers die as soon as they are started: giving up."),
    Effect.fail(new CrewFailed({ exitCode: faultCode }))
  )

  /** A place in the crew: one worker after another. */
  const seat = Effect.gen(function* () {
    const bornAt = yield* Clock.currentTimeMillis
    const end = yield* life
    if (announced === "") return yield* new CrewFailed({ exitCode: end.code ?? faultCode })
    deaths.died(bornAt, yield* Clock.currentTimeMillis)
    if (deaths.isHopeless && crew.answering === 0) return yield* hopeless
    const wait = deaths.waitMillis
    yield* Effect.logError(`A worker ended with ${howItEnded(end)}; another starts in ${wait} ms.`)
    yield* Effect.sleep(wait)
  }).pipe(Effect.forever)

  // One first: what keeps it from starting would keep all, and is said once.
  const others = Effect.andThen(
    Deferred.await(oneAnswers),
    Effect.all(
      Array.from({ length: workers - 1 }, () => seat),
      { concurrency: "unbounded" }
    )
  )
  yield* Effect.all([seat, others], { concurrency: "unbounded" })
  return yield* Effect.never
})
