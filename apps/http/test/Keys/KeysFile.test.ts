import { assert, describe, it } from "@effect/vitest"
import { layerCommandServices } from "@bill-payment-status/program"
import { Effect, Equal } from "effect"
import { execFile } from "node:child_process"
import * as fs from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import type { KeyRecord } from "../../src/Keys/KeyRecord.ts"
import { readKeysFile, updateKeysFile } from "../../src/Keys/KeysFile.ts"
import { keysFolder } from "./KeysFolder.ts"
import { sampleRecord } from "./sampleRecord.ts"

const add = (file: string, record: KeyRecord) =>
  updateKeysFile(file, (keys) => Effect.succeed({ keys: [...keys, record], outcome: undefined }))

const program = fileURLToPath(new URL("addKeys.ts", import.meta.url))

const addElsewhere = (file: string, count: number) =>
  Effect.promise(() =>
    promisify(execFile)(process.execPath, [
      "--conditions=@bill-payment-status/source",
      program,
      file,
      String(count)
    ])
  )

describe("the keys file", () => {
  it.live("gives back what was put in, and only its owner may read it", () =>
    Effect.gen(function* () {
      const { file, folder } = yield* keysFolder
      const { record } = sampleRecord()
      yield* add(file, record)
      assert.isTrue(Equal.equals(yield* readKeysFile(file), [record]))
      assert.strictEqual(fs.statSync(file).mode & 0o777, 0o600)
      assert.deepStrictEqual(fs.readdirSync(folder), ["keys.json"])
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live("loses nothing when several processes change it at once", () =>
    Effect.gen(function* () {
      const { file, folder } = yield* keysFolder
      yield* Effect.forEach([1, 2, 3], () => addElsewhere(file, 20), { concurrency: "unbounded" })
      assert.lengthOf(yield* readKeysFile(file), 60)
      assert.deepStrictEqual(fs.readdirSync(folder), ["keys.json"])
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live("loses nothing when many fibers change it at once", () =>
    Effect.gen(function* () {
      const { file } = yield* keysFolder
      yield* Effect.forEach(Array.from({ length: 20 }), () => add(file, sampleRecord().record), {
        concurrency: "unbounded"
      })
      assert.lengthOf(yield* readKeysFile(file), 20)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live("keeps what somebody wrote meanwhile who takes no lock", () =>
    Effect.gen(function* () {
      const { file, folder } = yield* keysFolder
      const [edited, added] = [sampleRecord().record, sampleRecord().record]
      const other = join(folder, "other.json")
      yield* add(other, edited)
      let isFirst = true
      yield* updateKeysFile(file, (keys) =>
        Effect.sync(() => {
          if (isFirst) fs.renameSync(other, file)
          isFirst = false
          return { keys: [...keys, added], outcome: undefined }
        })
      )
      assert.deepStrictEqual(
        (yield* readKeysFile(file)).map(({ id }) => id),
        [edited.id, added.id]
      )
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live("stays where a link leads", () =>
    Effect.gen(function* () {
      const { file, folder } = yield* keysFolder
      const target = join(folder, "target.json")
      yield* add(target, sampleRecord().record)
      fs.symlinkSync(target, file)
      yield* add(file, sampleRecord().record)
      assert.isTrue(fs.lstatSync(file).isSymbolicLink())
      assert.lengthOf(yield* readKeysFile(target), 2)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live("is changed although a process that is gone holds its lock", () =>
    Effect.gen(function* () {
      const { file } = yield* keysFolder
      fs.writeFileSync(`${file}.lock`, "999999999")
      yield* add(file, sampleRecord().record)
      assert.lengthOf(yield* readKeysFile(file), 1)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live("is not changed where it cannot be written", () =>
    Effect.gen(function* () {
      const { folder } = yield* keysFolder
      const error = yield* Effect.flip(
        add(join(folder, "nowhere", "keys.json"), sampleRecord().record)
      )
      assert.strictEqual(error._tag, "IoFailure")
      assert.match(
        error.message,
        /^Cannot write .+nowhere\/keys\.json: its folder does not exist\.$/
      )
    }).pipe(Effect.provide(layerCommandServices))
  )
})

const secret = "SECRET"

const written = {
  id: "0123456789",
  name: "billing",
  digest: "A".repeat(43),
  createdAt: "2026-01-01T00:00:00Z",
  expiresAt: null,
  revokedAt: null,
  scopes: ["read"],
  registrations: [],
  rate: null,
  concurrency: null
}

const whole = (...keys: ReadonlyArray<object>) => JSON.stringify({ version: 1, keys })
const withField = (field: object) => whole(written, { ...written, id: "abcdefghij", ...field })

const unreadable: ReadonlyArray<readonly [what: string, text: string, fault: RegExp]> = [
  ["no JSON", `{\n"version": 1,\n${secret}`, /: not JSON \(line 3\)\. Correct it/],
  ["nothing", "", /: not JSON\. Correct it/],
  ["a list", `["${secret}"]`, /: it must be an object with version 1 and a list of keys/],
  ["no keys", `{"version":1,"keys":"${secret}"}`, /: it must be an object with version 1/],
  ["more than keys", `{"version":1,"keys":[],"${secret}":1}`, /: it must be an object .+ nothing/],
  ["another version", `{"version":2,"keys":[]}`, /: version must be 1/],
  ["no version", `{"keys":[]}`, /: version must be 1/],
  ["a key that is none", `{"version":1,"keys":["${secret}"]}`, /: key 1 must be an object/],
  ["the same id twice", whole(written, written), /: the key 0123456789 stands in it twice/],
  ["no such id", withField({ id: `${secret}-${secret}` }), /: key 2: id must be 10 letters/],
  ["no name", withField({ name: "" }), /: key 2 \(abcdefghij\): name must be 1 to 64/],
  ["no digest", withField({ digest: secret }), /abcdefghij\): digest must be the SHA-256/],
  ["no day", withField({ expiresAt: "2026-02-31" }), /: expiresAt must be a time .+, or null/],
  ["no scope", withField({ scopes: [] }), /: scopes must be a list of one or more of read,/],
  ["another scope", withField({ scopes: ["read", secret] }), /: scopes must be a list/],
  ["no registration", withField({ registrations: [`${secret}\0`] }), /: registrations must be/],
  ["no rate", withField({ rate: secret }), /: rate must be a rate such as 50\/s/],
  ["no number", withField({ concurrency: 0 }), /: concurrency must be a whole number/],
  ["a missing field", withField({ revokedAt: undefined }), /: revokedAt must be a time/],
  [
    "an unknown field",
    withField({ [secret]: secret }),
    /abcdefghij\) has a field that there is not/
  ]
]

describe("a keys file with", () => {
  it.live.each(unreadable)("%s is refused, and not repeated", ([, text, fault]) =>
    Effect.gen(function* () {
      const { file } = yield* keysFolder
      fs.writeFileSync(file, text)
      const error = yield* Effect.flip(readKeysFile(file))
      assert.strictEqual(error.problem, "malformed")
      assert.isTrue(error.message.startsWith(`${file}: `))
      assert.match(error.message, fault)
      assert.notInclude(error.message, secret)
      const refused = yield* Effect.flip(add(file, sampleRecord().record))
      assert.strictEqual(refused.message, error.message)
      assert.strictEqual(fs.readFileSync(file, "utf8"), text)
    }).pipe(Effect.provide(layerCommandServices))
  )
})
