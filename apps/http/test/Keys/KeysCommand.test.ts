import { assert, describe, it } from "@effect/vitest"
import { layerCommandServices, runCommandLine } from "@bill-payment-status/program"
import { ConfigProvider, Effect, Equal, Layer, Redacted, Result, Runtime } from "effect"
import { Command } from "effect/cli"
import { TestClock, TestConsole } from "effect/testing"
import * as fs from "node:fs"
import { join } from "node:path"
import { readApiKey } from "../../src/Keys/ApiKey.ts"
import { KeyRing } from "../../src/Keys/KeyRing.ts"
import { keysCommand } from "../../src/Keys/KeysCommand.ts"
import { readKeysFile } from "../../src/Keys/KeysFile.ts"
import { recordLastUse } from "../../src/Keys/LastUse.ts"
import { keysFolder } from "./KeysFolder.ts"

const program = Command.make("bill-status-http").pipe(Command.withSubcommands([keysCommand]))

const day = 86_400_000

/** Runs `bill-status-http keys …`; stderr ends with why it could not be done. */
const run = Effect.fnUntraced(function* (
  args: ReadonlyArray<string>,
  env: { readonly [name: string]: string } = {}
) {
  return yield* Effect.gen(function* () {
    const result = yield* runCommandLine(
      program,
      { version: "0.0.0", args: ["keys", ...args] },
      Effect.succeed(0)
    ).pipe(Effect.result)
    const stderr = yield* TestConsole.errorLines
    return {
      code: Result.isSuccess(result) ? result.success : result.failure[Runtime.errorExitCode],
      stdout: (yield* TestConsole.logLines).join("\n"),
      stderr: [...stderr, ...(Result.isFailure(result) ? [result.failure.message] : [])].join("\n")
    }
  }).pipe(
    Effect.provide(Layer.fresh(TestConsole.layer)),
    Effect.provideService(
      ConfigProvider.ConfigProvider,
      ConfigProvider.fromEnv({ env: { ...env } })
    )
  )
})

const keysFile = Effect.gen(function* () {
  const { file } = yield* keysFolder
  return {
    file,
    keys: (...args: ReadonlyArray<string>) => run([...args, "--file", file]),
    find: (text: string, now: number) =>
      Effect.map(readKeysFile(file), (records) => {
        const found = new KeyRing(records).find(text, now)
        return typeof found === "string" ? found : found.name
      })
  }
})

const idOf = (text: string): string => {
  const key = readApiKey(text)
  assert.notStrictEqual(key, "malformed", text)
  return key === "malformed" ? "" : key.id
}

const words = (line: string): ReadonlyArray<string> => line.split(" ")

describe("keys create", () => {
  it.effect("prints the key alone, and says on stderr what it is", () =>
    Effect.gen(function* () {
      const { find, keys } = yield* keysFile
      const { code, stderr, stdout } = yield* keys("create", "--name", "billing")
      assert.strictEqual(code, 0)
      assert.strictEqual(yield* find(stdout, 0), "billing")
      assert.include(stderr, `id       ${idOf(stdout)}\n`)
      assert.include(stderr, "scopes   read, batch, track, compat\nexpires  never\n")
      assert.include(stderr, "shown only once")
      assert.notInclude(stderr, stdout)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("keeps what the key may do, and only a hash of it", () =>
    Effect.gen(function* () {
      const { file, find, keys } = yield* keysFile
      const { stdout } = yield* keys(
        ...words(
          "create --name billing --scope read --scope admin --registration AOP-1 --registration AOP-2 --registration AOP-1 --expires-in 90d --rate 600/min --concurrency 4"
        )
      )
      const [record] = yield* readKeysFile(file)
      assert.deepStrictEqual(record?.scopes, ["read", "admin"])
      assert.deepStrictEqual(record?.registrations.map(Redacted.value), ["AOP-1", "AOP-2"])
      assert.strictEqual(record?.rate?.limit, 600)
      assert.strictEqual(record?.concurrency, 4)
      assert.strictEqual(yield* find(stdout, 90 * day - 1), "billing")
      assert.strictEqual(yield* find(stdout, 90 * day), "expired")
      const kept = fs.readFileSync(file, "utf8")
      assert.notInclude(kept, stdout.slice(idOf(stdout).length + "bps_live_".length))
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("finds the file by BILL_STATUS_KEYS_FILE, and its flag wins", () =>
    Effect.gen(function* () {
      const { folder } = yield* keysFolder
      const env = { BILL_STATUS_KEYS_FILE: join(folder, "set.json") }
      yield* run(["create", "--name", "a"], env)
      yield* run(["create", "--name", "b", "--file", join(folder, "given.json")], env)
      assert.deepStrictEqual(fs.readdirSync(folder), ["given.json", "set.json"])
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("without a file says how to name one", () =>
    Effect.gen(function* () {
      const { code, stderr } = yield* run(["create", "--name", "billing"])
      assert.strictEqual(code, 64)
      assert.strictEqual(
        stderr,
        "No keys file is named: give --file FILE, or set BILL_STATUS_KEYS_FILE."
      )
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect.each([
    [[], "Missing required flag: --name"],
    [["--name", ""], "Missing value for flag --name"],
    [["--name", "a\u202Eb"], "Expected 1 to 64 printable characters"],
    [["--name", "a".repeat(65)], "Expected 1 to 64 printable characters"],
    [["--name", "a", "--scope", "write"], "Expected read, batch, track, compat or admin"],
    [["--name", "a", "--expires-in", "soon"], "Expected a duration such as"],
    [["--name", "a", "--expires-in", "101 years"], "Expected a duration such as"],
    [["--name", "a", "--expires-in", "40000d"], "Expected at most"],
    [["--name", "a", "--expires-at", "2026-02-31"], "Expected a time such as"],
    [["--name", "a", "--expires-at", "2026-02-01T10:00"], "Expected a time such as"],
    [["--name", "a", "--expires-at", "1970-01-01"], "--expires-at is in the past"],
    [["--name", "a", "--expires-at", "2026-01-01", "--expires-in", "1d"], "not both"],
    [["--name", "a", "--rate", "5/d"], "Expected a rate such as 50/s"],
    [["--name", "a", "--concurrency", "0"], "Invalid value for flag --concurrency"],
    [["--name", "a", "--registration", "SECRET\0"], "--registration must be 1 to 64 characters"]
  ] as const)("%j is refused: %s", ([args, fault]) =>
    Effect.gen(function* () {
      const { file, keys } = yield* keysFile
      const { code, stderr, stdout } = yield* keys("create", ...args)
      assert.strictEqual(code, 64)
      assert.include(stderr, fault)
      assert.notInclude(stderr, "SECRET")
      assert.strictEqual(stdout, "")
      assert.isFalse(fs.existsSync(file))
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live("exits 74 where the file cannot be written, and prints no key", () =>
    Effect.gen(function* () {
      const { folder } = yield* keysFolder
      const file = join(folder, "nowhere", "keys.json")
      const { code, stderr, stdout } = yield* run(["create", "--name", "a", "--file", file])
      assert.strictEqual(code, 74)
      assert.include(stderr, `Cannot write ${file}`)
      assert.strictEqual(stdout, "")
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("leaves a malformed file alone", () =>
    Effect.gen(function* () {
      const { file, keys } = yield* keysFile
      fs.writeFileSync(file, "{")
      const { code, stderr } = yield* keys("create", "--name", "a")
      assert.strictEqual(code, 64)
      assert.include(stderr, `${file}: not JSON`)
      assert.strictEqual(fs.readFileSync(file, "utf8"), "{")
    }).pipe(Effect.provide(layerCommandServices))
  )
})

const create = Effect.fnUntraced(function* (...args: ReadonlyArray<string>) {
  const on = yield* keysFile
  const { stdout: text } = yield* on.keys("create", "--name", "billing", ...args)
  return { ...on, text, id: idOf(text) }
})

describe("keys list", () => {
  it.effect("tells all but what is secret", () =>
    Effect.gen(function* () {
      const { file, id, keys, text } = yield* create(
        ...words("--registration AOP-SECRET --rate 50 --expires-in 1d")
      )
      yield* Effect.scoped(Effect.map(recordLastUse(file), ({ used }) => used(id, 1000)))
      const { stdout: table } = yield* keys("list")
      assert.deepStrictEqual(
        table.split("\n").map((line) => line.split(/ {2,}/)),
        [
          [
            "ID",
            "NAME",
            "SCOPES",
            "STATE",
            "EXPIRES",
            "LAST USED",
            "RATE",
            "CONCURRENCY",
            "REGISTRATIONS"
          ],
          [
            id,
            "billing",
            "read,batch,track,compat",
            "active",
            "1970-01-02T00:00:00.000Z",
            "1970-01-01T00:00:01.000Z",
            "50/s",
            "no limit",
            "1"
          ]
        ]
      )
      const { stdout: json } = yield* keys("list", "--output", "json")
      assert.deepStrictEqual(JSON.parse(json), [
        {
          id,
          name: "billing",
          scopes: ["read", "batch", "track", "compat"],
          state: "active",
          createdAt: "1970-01-01T00:00:00.000Z",
          expiresAt: "1970-01-02T00:00:00.000Z",
          revokedAt: null,
          lastUsedAt: "1970-01-01T00:00:01.000Z",
          rate: "50/s",
          concurrency: null,
          registrations: 1
        }
      ])
      const [record] = yield* readKeysFile(file)
      const digest = record === undefined ? "" : Redacted.value(record.digest)
      for (const secret of [text, digest, "AOP-SECRET"]) assert.notInclude(table + json, secret)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("tells the registration ids to whoever asks for them", () =>
    Effect.gen(function* () {
      const { keys } = yield* create("--registration", "AOP-SECRET")
      assert.include((yield* keys("list", "--registrations")).stdout, "AOP-SECRET")
      const { stdout } = yield* keys("list", "--registrations", "--output", "json")
      assert.deepStrictEqual(JSON.parse(stdout)[0].registrationIds, ["AOP-SECRET"])
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("is told although nobody knows when keys were used", () =>
    Effect.gen(function* () {
      const { file, id, keys } = yield* create()
      fs.writeFileSync(`${file}.used.json`, "{")
      const { code, stderr, stdout } = yield* keys("list")
      assert.strictEqual(code, 0)
      assert.include(stdout, id)
      assert.include(stderr, `${file}.used.json is malformed`)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("without a file says how to make one", () =>
    Effect.gen(function* () {
      const { file, keys } = yield* keysFile
      const { code, stderr } = yield* keys("list")
      assert.strictEqual(code, 64)
      assert.include(stderr, `${file} does not exist; create it with: bill-status-http keys create`)
    }).pipe(Effect.provide(layerCommandServices))
  )
})

describe("keys revoke", () => {
  it.effect("ends a key at once, and says so again", () =>
    Effect.gen(function* () {
      const { find, id, keys, text } = yield* create()
      const { code, stderr } = yield* keys("revoke", id)
      assert.strictEqual(code, 0)
      assert.include(stderr, `${id} of billing is revoked.`)
      assert.strictEqual(yield* find(text, 0), "revoked")
      yield* TestClock.adjust("1 hour")
      const again = yield* keys("revoke", id)
      assert.strictEqual(again.code, 0)
      assert.include(again.stderr, "was revoked already, at 1970-01-01T00:00:00.000Z")
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("of an id nobody has tells those that begin alike", () =>
    Effect.gen(function* () {
      const { file, id, keys, text } = yield* create()
      const typed = `${id.slice(0, 6)}~`.replace("~", id[6] === "x" ? "y" : "x")
      const alike = yield* keys("revoke", typed)
      assert.strictEqual(alike.code, 64)
      assert.strictEqual(
        alike.stderr,
        `There is no key with "${typed}" in ${file}. Ids that begin alike: ${id}.`
      )
      const whole = yield* keys("revoke", text)
      assert.strictEqual(whole.code, 64)
      assert.notInclude(whole.stderr, text)
      assert.include(whole.stderr, "There is no key with this id")
    }).pipe(Effect.provide(layerCommandServices))
  )
})

describe("keys rotate", () => {
  it.effect("makes a key like the old one, which ends after the overlap", () =>
    Effect.gen(function* () {
      const { file, find, id, keys, text } = yield* create(
        ...words("--registration AOP-1 --rate 50/s --scope batch --expires-in 30d")
      )
      yield* TestClock.adjust("10 days")
      const { code, stderr, stdout } = yield* keys("rotate", id, "--overlap", "2d")
      assert.strictEqual(code, 0)
      assert.include(stderr, `The old key ${id} ends at 1970-01-13T00:00:00.000Z.`)
      assert.notInclude(stderr, "AOP-1")
      assert.strictEqual(yield* find(text, 12 * day - 1), "billing")
      assert.strictEqual(yield* find(text, 12 * day), "expired")
      assert.strictEqual(yield* find(stdout, 40 * day - 1), "billing")
      assert.strictEqual(yield* find(stdout, 40 * day), "expired")
      const [old, fresh] = yield* readKeysFile(file)
      const kept = ["name", "scopes", "registrations", "rate", "concurrency"] as const
      for (const field of kept) assert.isTrue(Equal.equals(fresh?.[field], old?.[field]), field)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("has an overlap of a day, never beyond the end of the old key", () =>
    Effect.gen(function* () {
      const { find, id, keys, text } = yield* create()
      const { stdout } = yield* keys("rotate", id)
      assert.strictEqual(yield* find(text, day - 1), "billing")
      assert.strictEqual(yield* find(text, day), "expired")
      yield* keys("rotate", idOf(stdout), "--overlap", "2d", "--expires-in", "3d")
      yield* keys("rotate", id, "--overlap", "2d")
      assert.strictEqual(yield* find(text, day), "expired")
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("is refused for a key that has ended", () =>
    Effect.gen(function* () {
      const { id, keys } = yield* create("--expires-in", "1d")
      yield* TestClock.adjust("1 day")
      const expired = yield* keys("rotate", id)
      assert.strictEqual(expired.code, 64)
      assert.include(expired.stderr, `The key ${id} is expired: make a new one`)
      yield* keys("revoke", id)
      assert.include((yield* keys("rotate", id)).stderr, `The key ${id} is revoked`)
    }).pipe(Effect.provide(layerCommandServices))
  )
})
