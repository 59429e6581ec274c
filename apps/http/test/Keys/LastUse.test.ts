import { assert, describe, it } from "@effect/vitest"
import { layerCommandServices } from "@bill-payment-status/program"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as fs from "node:fs"
import { makeApiKey } from "../../src/Keys/ApiKey.ts"
import { lastUseFileOf, readLastUse, recordLastUse } from "../../src/Keys/LastUse.ts"
import { eventually } from "./eventually.ts"
import { keysFolder } from "./KeysFolder.ts"
import { logLines } from "./LogLines.ts"

const [one, two] = [makeApiKey().id, makeApiKey().id]

type Uses = ReadonlyArray<readonly [id: string, now: number]>

/** A server that starts, is asked and stops. */
const serve = (file: string, uses: Uses) =>
  Effect.scoped(
    Effect.map(recordLastUse(file), ({ used }) => {
      for (const [id, now] of uses) used(id, now)
    })
  )

describe("the last use of a key", () => {
  it.live("is written at the end, and only its owner may read it", () =>
    Effect.gen(function* () {
      const { file, folder } = yield* keysFolder
      assert.strictEqual((yield* readLastUse(file)).size, 0)
      yield* serve(file, [])
      assert.deepStrictEqual(fs.readdirSync(folder), [])
      yield* serve(file, [
        [one, 1000],
        [one, 2000],
        [two, 1500]
      ])
      assert.deepStrictEqual(
        [...(yield* readLastUse(file))],
        [
          [one, 2000],
          [two, 1500]
        ]
      )
      assert.strictEqual(fs.statSync(lastUseFileOf(file)).mode & 0o777, 0o600)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.live("is the latest of what several servers say", () =>
    Effect.gen(function* () {
      const { file } = yield* keysFolder
      const times = Array.from({ length: 12 }, (_, server) => ((server * 5) % 12) * 1000)
      yield* Effect.forEach(
        times,
        (time) =>
          serve(file, [
            [one, time],
            [two, 20_000 - time]
          ]),
        { concurrency: "unbounded" }
      )
      const used = yield* readLastUse(file)
      assert.strictEqual(used.get(one), 11_000)
      assert.strictEqual(used.get(two), 20_000)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("is written once a minute while the server runs", () =>
    Effect.gen(function* () {
      const { file } = yield* keysFolder
      const { used } = yield* recordLastUse(file)
      const written = (expected: number) =>
        eventually(
          Effect.map(readLastUse(file), (times) => times.get(one)),
          (time) => time === expected
        ).pipe(TestClock.withLive)
      used(one, 1000)
      yield* TestClock.adjust("1 minute")
      yield* written(1000)
      used(one, 2000)
      yield* TestClock.adjust("1 minute")
      yield* written(2000)
    }).pipe(Effect.provide(layerCommandServices))
  )

  it.effect("that cannot be written is logged once, and written when it can be", () =>
    Effect.gen(function* () {
      const { file } = yield* keysFolder
      const { layer, lines } = yield* logLines
      fs.writeFileSync(lastUseFileOf(file), "{")
      yield* Effect.gen(function* () {
        const { used } = yield* recordLastUse(file)
        used(one, 1000)
        yield* TestClock.adjust("1 minute")
        yield* eventually(
          Effect.sync(() => lines.length),
          (count) => count === 1
        ).pipe(TestClock.withLive)
        used(two, 1000)
      }).pipe(Effect.scoped, Effect.provide(layer))
      assert.deepStrictEqual(lines, [
        `Warn ${lastUseFileOf(file)} is malformed, so when keys were last used is not known. Delete it.`
      ])
      fs.rmSync(lastUseFileOf(file))
    }).pipe(Effect.provide(layerCommandServices))
  )
})
