import { assert, describe, it } from "@effect/vitest"
import { layerCommandServices } from "@bill-payment-status/program"
import { DateTime, Effect } from "effect"
import * as fs from "node:fs"
import { join } from "node:path"
import type { KeyRecord } from "../../src/Keys/KeyRecord.ts"
import { updateKeysFile } from "../../src/Keys/KeysFile.ts"
import { watchKeys } from "../../src/Keys/watchKeys.ts"
import { eventually } from "./eventually.ts"
import { keysFolder } from "./KeysFolder.ts"
import { logLines } from "./LogLines.ts"
import { sampleRecord } from "./sampleRecord.ts"

const write = (file: string, ...keys: ReadonlyArray<KeyRecord>) =>
  updateKeysFile(file, () => Effect.succeed({ keys, outcome: undefined }))

const watched = Effect.gen(function* () {
  const { file, folder } = yield* keysFolder
  const [first, second] = [sampleRecord(), sampleRecord()]
  const { layer, lines } = yield* logLines
  yield* Effect.provide(write(file, first.record), layer)
  const keys = yield* Effect.provide(watchKeys(file), layer)
  const nameOf = (text: string) =>
    Effect.sync(() => {
      const found = keys.find(text, 0)
      return typeof found === "string" ? found : found.name
    })
  const logged = (part: string) =>
    eventually(
      Effect.sync(() => lines),
      (seen) => seen.some((line) => line.includes(part))
    )
  return { file, folder, first, second, lines, nameOf, logged }
})

describe("the keys of a running server", () => {
  it.live("are those of the file, and change with it", () =>
    Effect.gen(function* () {
      const { file, first, lines, nameOf, second } = yield* watched
      assert.strictEqual(yield* nameOf(first.text), "billing")
      yield* write(file, first.record, second.record)
      yield* eventually(nameOf(second.text), (name) => name === "billing")
      yield* write(
        file,
        { ...first.record, revokedAt: DateTime.makeUnsafe(1) },
        { ...second.record, name: "report" }
      )
      yield* eventually(nameOf(second.text), (name) => name === "report")
      assert.strictEqual(yield* nameOf(first.text), "revoked")
      yield* write(file)
      yield* eventually(nameOf(first.text), (name) => name === "unknown")
      assert.deepStrictEqual(lines, [
        "Info Keys read again: 1 added, 0 removed, 0 revoked, 0 changed; 2 in all.",
        "Info Keys read again: 0 added, 0 removed, 1 revoked, 1 changed; 2 in all.",
        "Info Keys read again: 0 added, 2 removed, 0 revoked, 0 changed; 0 in all."
      ])
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live("change with a link that leads elsewhere, and with a file written in place", () =>
    Effect.gen(function* () {
      const { file, first, folder, nameOf, second } = yield* watched
      const elsewhere = join(folder, "elsewhere.json")
      yield* write(elsewhere, second.record)
      fs.rmSync(file)
      fs.symlinkSync(elsewhere, file)
      yield* eventually(nameOf(second.text), (name) => name === "billing")
      const other = join(folder, "other.json")
      yield* write(other, first.record)
      fs.writeFileSync(elsewhere, fs.readFileSync(other))
      yield* eventually(nameOf(first.text), (name) => name === "billing")
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live("stay as they were while the file is malformed or gone, which is logged once", () =>
    Effect.gen(function* () {
      const { file, first, folder, lines, logged, nameOf, second } = yield* watched
      fs.writeFileSync(file, first.text)
      yield* logged("not JSON")
      fs.rmSync(file)
      yield* logged("does not exist")
      fs.mkdirSync(file)
      yield* logged("Cannot read")
      yield* Effect.sleep("2500 millis")
      assert.strictEqual(yield* nameOf(first.text), "billing")
      assert.lengthOf(lines, 3)
      for (const line of lines) {
        assert.match(line, /^Error The keys stay as they were\. /)
        assert.notInclude(line, first.text)
      }
      fs.rmdirSync(file)
      const other = join(folder, "other.json")
      yield* write(other, second.record)
      fs.renameSync(other, file)
      yield* eventually(nameOf(second.text), (name) => name === "billing")
      assert.match(lines.at(-1) ?? "", /^Info Keys read again: 1 added, 1 removed/)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live.each([
    ["is not there", undefined, "does not exist; create it with: bill-status-http keys create"],
    ["is malformed", "{", "not JSON"]
  ] as const)("cannot be had where the file %s", ([, text, fault]) =>
    Effect.gen(function* () {
      const { file } = yield* keysFolder
      if (text !== undefined) fs.writeFileSync(file, text)
      const error = yield* Effect.flip(watchKeys(file))
      assert.strictEqual(error._tag, "InvalidSetting")
      assert.strictEqual(error.setting, "BILL_STATUS_KEYS_FILE")
      assert.include(error.message, file)
      assert.include(error.message, fault)
    }).pipe(Effect.provide(layerCommandServices))
  )
})
