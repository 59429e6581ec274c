/** A keys file with these records, in a folder of its own. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { layerCommandServices } from "@bill-payment-status/program"
import { Effect } from "effect"
import type { KeyRecord } from "../src/Keys/KeyRecord.ts"
import { updateKeysFile } from "../src/Keys/KeysFile.ts"

export const writeKeysFile = async (
  records: ReadonlyArray<KeyRecord>
): Promise<{ readonly folder: string; readonly file: string }> => {
  const folder = mkdtempSync(join(tmpdir(), "gateway-keys-"))
  const file = join(folder, "keys.json")
  await updateKeysFile(file, () => Effect.succeed({ keys: records, outcome: undefined })).pipe(
    Effect.provide(layerCommandServices),
    Effect.runPromise
  )
  return { folder, file }
}
