/** One worker, from its start to its end. */
import cluster, { type ClusterSettings, type Worker } from "node:cluster"
import { type Duration, Effect, Option } from "effect"
import { type PrimaryMessage, readWorkerMessage, type WorkerMessage } from "./Message.ts"
import { closeWhatItLeaves } from "./HandedOver.ts"
import { passOnLines } from "./WholeLines.ts"

/** How a worker ended: by itself with a code, or by a signal. */
export interface End {
  readonly code: number | null
  readonly signal: string | null
}

export interface WorkerLifeOptions {
  readonly started: (worker: Worker) => void
  readonly heard: (worker: Worker, message: WorkerMessage) => void
  /** A line it wrote on standard error. */
  readonly wrote: (line: string) => void
  readonly ended: (worker: Worker) => void
  /** How long it may take to stop. */
  readonly patience: Duration.Duration
}

export const tell = (worker: Worker | undefined, message: PrimaryMessage): void => {
  if (worker?.isConnected() === true) worker.send(message)
}

/** Its standard output is ours; what it logs we pass on. */
const settings = {
  serialization: "advanced",
  stdio: ["ignore", "inherit", "pipe", "ipc"]
} satisfies ClusterSettings

/** Asks it to stop, and kills it where it does not. */
const stop = ({ process: child }: Worker, patience: Duration.Duration): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    child.once("close", () => resume(Effect.void))
    child.kill("SIGTERM")
  }).pipe(
    Effect.timeoutOrElse({
      duration: patience,
      orElse: () => Effect.sync(() => void child.kill("SIGKILL"))
    })
  )

/** Runs a worker to its end; when interrupted, it is asked to stop and waited for. */
export const liveAsWorker = ({
  ended,
  heard,
  patience,
  started,
  wrote
}: WorkerLifeOptions): Effect.Effect<End> =>
  Effect.callback((resume) => {
    cluster.setupPrimary(settings)
    const worker = cluster.fork()
    const { process: child } = worker
    closeWhatItLeaves(child)
    started(worker)
    if (child.stderr) passOnLines(child.stderr, wrote)
    worker.on("error", () => undefined)
    worker.on("message", (message: unknown) => {
      const read = readWorkerMessage(message)
      if (Option.isSome(read)) heard(worker, read.value)
    })
    child.once("close", (code, signal) => {
      ended(worker)
      resume(Effect.succeed({ code, signal }))
    })
    return stop(worker, patience)
  })
