/** What a worker does beside answering: it tells the primary process of itself, and asks it about the others. */
import cluster, { type Worker } from "node:cluster"
import { Context, Effect, Option, type Scope } from "effect"
import { MetricsText } from "../Operations/MetricsText.ts"
import { formatSeries, ownSeries, type Series } from "../Operations/Series.ts"
import { type PrimaryMessage, readPrimaryMessage, type WorkerMessage } from "./Message.ts"

/** Where the primary does not answer, a worker tells of itself alone. */
const patience = "3 seconds"

export interface Membership {
  /** It answers at this address. */
  readonly listening: (url: string) => Effect.Effect<void>
  /** Has `/metrics` say what all workers count together. */
  readonly metrics: Context.Context<never>
}

/** One whose primary is gone stops as if it had been asked to. */
const stopWithPrimary = (worker: Worker) => (): void => {
  worker.exitedAfterDisconnect = true
  process.kill(process.pid, "SIGTERM")
}

const join = Effect.fnUntraced(function* (worker: Worker) {
  const context = yield* Effect.context()
  const answers = new Map<number, (sum: ReadonlyArray<Series>) => void>()
  let questions = 0

  const tell = (message: WorkerMessage): void => {
    if (worker.isConnected()) worker.send(message)
  }

  const hear = (message: PrimaryMessage): void => {
    if (message._tag === "Sum") answers.get(message.question)?.(message.series)
    else tell({ _tag: "Counted", round: message.round, series: ownSeries(context) })
  }

  const heard = (message: unknown): void =>
    Option.match(readPrimaryMessage(message), {
      onNone: () => undefined,
      onSome: hear
    })
  const orphaned = stopWithPrimary(worker)
  worker.on("message", heard).once("disconnect", orphaned)
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => worker.off("message", heard).off("disconnect", orphaned))
  )

  const sum = Effect.callback<ReadonlyArray<Series>>((resume) => {
    const question = (questions += 1)
    answers.set(question, (series) => {
      answers.delete(question)
      resume(Effect.succeed(series))
    })
    tell({ _tag: "AskSum", question })
    return Effect.sync(() => answers.delete(question))
  })

  const text = sum.pipe(
    Effect.timeoutOrElse({
      duration: patience,
      orElse: () => Effect.sync(() => ownSeries(context))
    }),
    Effect.map(formatSeries)
  )
  return {
    listening: (url) => Effect.sync(() => tell({ _tag: "Listening", url })),
    metrics: Context.make(MetricsText, text)
  } satisfies Membership
})

/** None where this process is no worker. */
export const joinCrew: Effect.Effect<
  Option.Option<Membership>,
  never,
  Scope.Scope
> = Effect.suspend(() =>
  cluster.worker === undefined ? Effect.succeedNone : Effect.asSome(join(cluster.worker))
)
