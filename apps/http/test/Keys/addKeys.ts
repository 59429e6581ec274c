/** Adds as many keys to a file as it is told to, one by one: `node addKeys.ts FILE COUNT`. */
import { layerCommandServices } from "@bill-payment-status/program"
import { Effect } from "effect"
import { updateKeysFile } from "../../src/Keys/KeysFile.ts"
import { sampleRecord } from "./sampleRecord.ts"

const [file = "", count = ""] = process.argv.slice(2)

await updateKeysFile(file, (keys) =>
  Effect.succeed({ keys: [...keys, sampleRecord().record], outcome: undefined })
).pipe(
  Effect.repeat({ times: Number(count) - 1 }),
  Effect.provide(layerCommandServices),
  Effect.runPromise
)
