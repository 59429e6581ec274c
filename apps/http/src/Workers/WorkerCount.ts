/** How many processes answer: `BILL_STATUS_WORKERS`, or `--workers`. */
import { availableParallelism } from "node:os"
import { Schema, SchemaGetter } from "effect"

const mostWorkers = 256

const expected = `a whole number between 1 and ${mostWorkers}, or max for one per processor`

const isCount = (text: string): boolean =>
  text === "max" || (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= mostWorkers)

const read = (text: string): number =>
  text === "max" ? Math.min(availableParallelism(), mostWorkers) : Number(text)

/** Text to a number of workers. */
export const WorkerCountText = Schema.String.check(
  Schema.makeFilter((text) => (isCount(text) ? undefined : `Expected ${expected}`))
).pipe(
  Schema.decodeTo(Schema.Int, {
    decode: SchemaGetter.transform(read),
    encode: SchemaGetter.transform(String)
  })
)

export const workersSetting = {
  name: "BILL_STATUS_WORKERS",
  schema: WorkerCountText,
  expected
}
