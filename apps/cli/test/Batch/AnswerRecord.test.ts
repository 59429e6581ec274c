import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { inquiryErrorToJson, paymentStatusToJson, type Verdict } from "@bill-payment-status/core"
import { samplePaymentStatus, sampleRefusal } from "@bill-payment-status/core/testing"
import { Result } from "effect"
import { spawnSync } from "node:child_process"
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { AnswerRecord } from "../../src/Batch/AnswerRecord.ts"

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "record-"))
  path = join(folder, "run.ndjson")
})

afterEach(() => rmSync(folder, { recursive: true }))

const usual = {
  layer: "live",
  baseUrl: "https://aopay.test",
  timeZone: "Asia/Kolkata",
  registration: "a digest",
  unmasked: false
}

const open = (source = usual) => AnswerRecord.open({ path, expected: 0, source })

const opened = (): AnswerRecord => Result.getOrThrow(open())

/** What a record begins with. */
const first = JSON.stringify({ record: "bill-status", ...usual })

const status = (verdict: Verdict, referenceId: string) =>
  paymentStatusToJson(samplePaymentStatus(verdict, referenceId))

const notFound = (referenceId: string) => inquiryErrorToJson(sampleRefusal(2, referenceId))

describe("answers in a file", () => {
  it("are found again in the same run, whatever they are", () => {
    const record = opened()
    for (const answer of [status("Pending", "1"), notFound("2")]) {
      record.add(answer)
      assert.deepStrictEqual(record.find(answer.referenceId), { answer, seen: true })
    }
    assert.strictEqual(record.find("3"), undefined)
    record.close()
  })

  it("of a run before are found when they are final, and asked again otherwise", () => {
    const before = opened()
    const refunded = status("Refunded", "1")
    before.add(refunded)
    before.add(status("Pending", "2"))
    before.add(notFound("3"))
    before.close()

    const record = opened()
    assert.deepStrictEqual(record.find("1"), { answer: refunded, seen: false })
    assert.deepStrictEqual(record.find("1"), { answer: refunded, seen: true })
    for (const reference of ["2", "3"]) {
      assert.strictEqual(record.find(reference), undefined)
      assert.strictEqual(record.find(reference), undefined)
    }
    const later = status("Refunded", "2")
    record.add(later)
    assert.deepStrictEqual(record.find("2"), { answer: later, seen: true })
    record.close()
  })

  it("are readable by their owner alone, one JSON object a line", () => {
    const record = opened()
    record.add(status("Refunded", "1"))
    record.add(notFound("2"))
    record.close()
    const lines = readFileSync(path, "utf8").trimEnd().split("\n")
    assert.deepStrictEqual(
      lines.map((line) => JSON.parse(line)),
      [JSON.parse(first), status("Refunded", "1"), notFound("2")]
    )
    assert.strictEqual(statSync(path).mode & 0o777, 0o600)
  })

  it("lose no more than a last line that was being written", () => {
    const before = opened()
    before.add(status("Refunded", "1"))
    before.close()
    appendFileSync(path, '{"referenceId":"2","verd')
    const record = opened()
    record.add(status("Refunded", "3"))
    record.close()

    const again = opened()
    assert.isDefined(again.find("1"))
    assert.strictEqual(again.find("2"), undefined)
    assert.isDefined(again.find("3"))
    again.close()
  })

  it("are found when a line is long, and references are of any script", () => {
    const record = opened()
    const long = {
      ...notFound("₹-é-\u200b"),
      error: { ...notFound("1").error, message: "x".repeat(50_000) }
    }
    record.add(long)
    assert.deepStrictEqual(record.find(long.referenceId)?.answer, long)
    record.close()
  })

  it.each([
    [{ baseUrl: "http://127.0.0.1:4010" }, "baseUrl https://aopay.test", "http://127.0.0.1:4010"],
    [{ layer: "stub" }, "layer live", "stub"],
    [{ timeZone: "UTC" }, "timeZone Asia/Kolkata", "UTC"],
    [{ unmasked: true }, "unmasked false", "true"]
  ])("of another source are never told as this one's: %j", (other, theirs, ours) => {
    const record = opened()
    record.add(status("Refunded", "1"))
    record.close()
    const before = readFileSync(path, "utf8")
    assert.deepStrictEqual(
      Result.map(open({ ...usual, ...other }), () => ""),
      Result.fail(`was kept with ${theirs}, and this run has ${ours}; give it a file of its own`)
    )
    assert.strictEqual(readFileSync(path, "utf8"), before)
  })

  it.each(["", '{"record":"bill', first.slice(0, -1)])(
    "begin anew where the first line was not finished: %j",
    (begun) => {
      writeFileSync(path, begun)
      const record = opened()
      record.add(status("Refunded", "1"))
      record.close()
      assert.isTrue(readFileSync(path, "utf8").startsWith(`${first}\n`))
    }
  )

  it("of another registration are refused without naming either", () => {
    opened().close()
    assert.deepStrictEqual(
      Result.map(open({ ...usual, registration: "another" }), () => ""),
      Result.fail("was kept for another registration id; give it a file of its own")
    )
  })

  it.each([
    [{ amount: "abc" }, {}],
    [{ amount: "1e3" }, {}],
    [{ addedAt: "abc" }, {}],
    [{ addedAt: "9999999-01-01" }, {}],
    [{ refund: { transactionId: null, refundedAt: "abc" } }, {}],
    [{}, { verdict: "Pending" }]
  ])("that cannot be told again are asked again: %j, %j", (transaction, changed) => {
    const whole = status("Refunded", "1")
    const line = { ...whole, ...changed, transaction: { ...whole.transaction, ...transaction } }
    writeFileSync(path, `${first}\n${JSON.stringify(line)}\n`)
    const record = opened()
    assert.strictEqual(record.find("1"), undefined)
    record.close()
  })

  it.each([1, 5, 14, 15, 30])("are found after a line that was cut off after %i bytes", (bytes) => {
    const before = opened()
    before.add(status("Refunded", "1"))
    before.close()
    const whole = readFileSync(path, "utf8")
    appendFileSync(path, JSON.stringify(status("Refunded", "2")).slice(0, bytes))
    const record = opened()
    assert.isDefined(record.find("1"))
    record.close()
    assert.strictEqual(readFileSync(path, "utf8"), whole)
  })

  it("are kept by one run at a time; one that was killed is no hindrance", () => {
    const record = opened()
    assert.deepStrictEqual(
      Result.map(open(), () => ""),
      Result.fail(
        `is in use by another run (process ${process.pid}); wait for it, or give this one a file of its own`
      )
    )
    record.close()
    opened().close()
    const { pid } = spawnSync(process.execPath, ["-e", "0"])
    for (const holder of [String(pid), String(process.pid), "", "nonsense"]) {
      writeFileSync(`${path}.lock`, holder)
      opened().close()
      assert.isFalse(existsSync(`${path}.lock`))
    }
  })

  it("that somebody changed into something else are asked again", () => {
    const { verdict: _, ...changed } = status("Refunded", "1")
    writeFileSync(
      path,
      `${first}\n${JSON.stringify({ ...changed, verdict: "Fine" })}\n${JSON.stringify({ referenceId: "2", verdict: "Paid", final: true })}\n`
    )
    const record = opened()
    assert.strictEqual(record.find("1"), undefined)
    assert.strictEqual(record.find("2"), undefined)
    record.close()
  })

  it.each([
    ["references", "1\n2\n3\n", 1],
    ["references without an end", "1", 1],
    ["another JSON", '{"a":1}\n', 1],
    ["answers alone", `${JSON.stringify(status("Refunded", "1"))}\n`, 1],
    ["answers and something else", `${first}\n${JSON.stringify(notFound("1"))}\nnonsense\n`, 3],
    ["answers and something unfinished", `${first}\nnonsense`, 2]
  ])("a file of %s is refused and left as it is", (_, text, line) => {
    writeFileSync(path, text)
    assert.deepStrictEqual(
      Result.map(open(), () => ""),
      Result.fail(`is no record of bill-status (line ${line}); give it a file of its own`)
    )
    assert.strictEqual(readFileSync(path, "utf8"), text)
  })

  it("a folder is refused in words", () => {
    assert.deepStrictEqual(
      Result.map(AnswerRecord.open({ path: folder, expected: 0, source: usual }), () => ""),
      Result.fail("cannot be written (EISDIR)")
    )
  })
})
