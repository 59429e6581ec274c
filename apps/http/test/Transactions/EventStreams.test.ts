import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { IncomingMessage, ServerResponse } from "node:http"
import { Socket } from "node:net"
import { anyone } from "../../src/Admission/Partner.ts"
import { PartnerFibers } from "../../src/Admission/PartnerFibers.ts"
import { Traffic } from "../../src/Operations/Traffic.ts"
import { LoadGate } from "../../src/Server/LoadGate.ts"
import { Stopping } from "../../src/Server/Stopping.ts"
import { Visit } from "../../src/Server/Visit.ts"
import { EventStreams } from "../../src/Transactions/EventStreams.ts"

/** Keeps what is written, and is as far behind as it is told. */
class Reader extends ServerResponse {
  readonly written: Array<string> = []
  unread = 0
  wasEnded = false
  wasCut = false

  override write(text: unknown): boolean {
    this.written.push(String(text))
    return true
  }

  override end(): this {
    this.wasEnded = true
    return this
  }

  override destroy(): this {
    this.wasCut = true
    return this
  }
}

const open = () => {
  const request = new IncomingMessage(new Socket())
  const reader = new Reader(request)
  Object.defineProperty(reader, "writableLength", { get: () => reader.unread })
  return { reader, visit: new Visit(request, reader, undefined) }
}

const layer = EventStreams.layer.pipe(
  Layer.provideMerge(
    Layer.mergeAll(
      LoadGate.layer({ requestsAtMost: 10, streamsAtMost: 2 }),
      Stopping.layer,
      PartnerFibers.layer
    )
  ),
  Layer.provide(Traffic.layer)
)

describe("streams of events", () => {
  it.effect("say something every 15 seconds, and end with their events", () =>
    Effect.gen(function* () {
      const streams = yield* EventStreams
      const gate = yield* LoadGate
      const { reader, visit } = open()
      yield* TestClock.adjust("1 millis")
      streams.begin(visit, anyone(undefined), (send) =>
        Effect.sync(() => send({ id: "1", event: "x", data: { a: "line\nbreak" } })).pipe(
          Effect.andThen(Effect.sleep("40 seconds"))
        )
      )
      yield* TestClock.adjust("40 seconds")
      assert.deepStrictEqual(reader.written, [
        "retry: 2000\n\n",
        'id: 1\nevent: x\ndata: {"a":"line\\nbreak"}\n\n',
        ": still here\n\n",
        ": still here\n\n"
      ])
      assert.isTrue(reader.wasEnded)
      assert.isFalse(reader.wasCut)
      assert.isFalse(gate.isFullOfStreams())
    }).pipe(Effect.provide(layer))
  )

  it.effect("cut off a reader who does not keep up, and nobody else", () =>
    Effect.gen(function* () {
      const streams = yield* EventStreams
      const [slow, quick] = [open(), open()]
      yield* TestClock.adjust("1 millis")
      for (const { visit } of [slow, quick])
        streams.begin(visit, anyone(undefined), () => Effect.never)
      yield* TestClock.adjust("1 millis")
      slow.reader.unread = 64 * 1024 + 1
      quick.reader.unread = 64 * 1024
      yield* TestClock.adjust("15 seconds")
      assert.isTrue(slow.reader.wasCut)
      assert.deepStrictEqual(slow.reader.written, ["retry: 2000\n\n"])
      assert.isFalse(quick.reader.wasCut)
      assert.strictEqual(quick.reader.written.length, 2)
    }).pipe(Effect.provide(layer))
  )

  it.effect("end when their key is in force no more", () =>
    Effect.gen(function* () {
      const streams = yield* EventStreams
      const [revoked, other] = [open(), open()]
      let isInForce = true
      const holder = { ...anyone(undefined), isInForce: () => isInForce }
      yield* TestClock.adjust("1 millis")
      streams.begin(revoked.visit, holder, () => Effect.never)
      streams.begin(other.visit, anyone(undefined), () => Effect.never)
      yield* TestClock.adjust("16 seconds")
      assert.isFalse(revoked.reader.wasEnded)
      isInForce = false
      yield* TestClock.adjust("16 seconds")
      assert.isTrue(revoked.reader.wasEnded)
      assert.isFalse(other.reader.wasEnded)
    }).pipe(Effect.provide(layer))
  )

  it.effect("end when the gateway stops or their caller goes, and make room", () =>
    Effect.gen(function* () {
      const streams = yield* EventStreams
      const gate = yield* LoadGate
      const stop = yield* Stopping
      const [leaving, staying] = [open(), open()]
      for (const { visit } of [leaving, staying])
        streams.begin(visit, anyone(undefined), () => Effect.never)
      yield* TestClock.adjust("1 millis")
      assert.isTrue(gate.isFullOfStreams())
      leaving.reader.emit("close")
      yield* TestClock.adjust("1 millis")
      assert.isTrue(leaving.reader.wasEnded)
      assert.isFalse(gate.isFullOfStreams())
      stop.begin()
      yield* TestClock.adjust("1 millis")
      assert.isTrue(staying.reader.wasEnded)
    }).pipe(Effect.provide(layer))
  )
})
