/** What the primary process and its workers tell each other. */
import { Schema } from "effect"
import { Series } from "../Operations/Series.ts"

const series = Schema.Array(Series)

/** A worker to the primary. */
export const WorkerMessage = Schema.Union([
  /** It answers at this address. */
  Schema.TaggedStruct("Listening", { url: Schema.String }),
  /** It wants to know what all count together. */
  Schema.TaggedStruct("AskSum", { question: Schema.Int }),
  /** What it counts itself. */
  Schema.TaggedStruct("Counted", { round: Schema.Int, series })
])
export type WorkerMessage = typeof WorkerMessage.Type

/** The primary to a worker. */
export const PrimaryMessage = Schema.Union([
  Schema.TaggedStruct("Count", { round: Schema.Int }),
  Schema.TaggedStruct("Sum", { question: Schema.Int, series })
])
export type PrimaryMessage = typeof PrimaryMessage.Type

export const readWorkerMessage = Schema.decodeUnknownOption(WorkerMessage)
export const readPrimaryMessage = Schema.decodeUnknownOption(PrimaryMessage)
