import {
  GaveUpWaiting,
  ProviderTimeout,
  ReferenceId,
  TrackedChange,
  type Verdict
} from "@bill-payment-status/core"
import { samplePaymentStatus, sampleRefusal } from "@bill-payment-status/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Duration } from "effect"
import { CliOutput } from "effect/cli"
import type { FollowEvent } from "../src/FollowAll.ts"
import { durationText } from "../src/Output/Figures.ts"
import { type BoardView, drawBoard } from "../src/Live/drawBoard.ts"
import { cutTo, padTo, widthOf } from "@bill-payment-status/program"
import {
  emptyBoard,
  outcomesOn,
  paymentsOn,
  stateOf,
  tellBoard,
  type TrackBoard
} from "../src/Live/TrackBoard.ts"

/** What samples were added at. */
const addedAt = DateTime.makeUnsafe("2026-01-15T05:00:00Z")
const start = DateTime.add(addedAt, { minutes: 3 })
const at = (seconds: number): DateTime.Utc => DateTime.add(start, { seconds })

const begun = (referenceId: string): FollowEvent => ({ _tag: "Begun", referenceId })
const changed = (
  referenceId: string,
  verdict: Verdict,
  previous: Verdict | null = null
): FollowEvent => ({
  _tag: "Changed",
  referenceId,
  change: new TrackedChange({ status: samplePaymentStatus(verdict, referenceId), previous })
})
const waits = (referenceId: string, seconds: number | null): FollowEvent => ({
  _tag: "Waiting",
  referenceId,
  waiting: { last: null, error: null, asksAt: seconds === null ? null : at(seconds) }
})
const timedOut = (referenceId: string, seconds: number): FollowEvent => ({
  _tag: "Waiting",
  referenceId,
  waiting: {
    last: null,
    error: new ProviderTimeout({
      referenceId: ReferenceId.make(referenceId),
      message: "No answer within 10s.",
      asked: true
    }),
    asksAt: at(seconds)
  }
})
const done = (referenceId: string): FollowEvent => ({
  _tag: "Ended",
  referenceId,
  last: null,
  error: null
})
const gaveUp = (referenceId: string): FollowEvent => ({
  _tag: "Ended",
  referenceId,
  last: null,
  error: new GaveUpWaiting({ referenceId, last: null })
})
const refused = (referenceId: string): FollowEvent => ({
  _tag: "Ended",
  referenceId,
  last: null,
  error: sampleRefusal(7, referenceId)
})

const boardAfter = (
  references: ReadonlyArray<string>,
  ...events: ReadonlyArray<FollowEvent>
): TrackBoard =>
  events.reduce(
    (board, event, index) => tellBoard(board, event, at(index)),
    emptyBoard(references, start)
  )

const view: BoardView = {
  columns: 200,
  rows: 24,
  now: at(10),
  over: false,
  paint: (_, text) => text
}

const lineOf = (reference: string, board: TrackBoard, changes: Partial<BoardView> = {}) =>
  drawBoard(board, { ...view, ...changes }).find((line) => line.startsWith(reference))

describe("a payment's line", () => {
  it.each<readonly [string, ReadonlyArray<FollowEvent>, RegExp]>([
    ["not begun", [], /^a +Not known +- +- +- +not asked yet$/],
    ["begun", [begun("a")], /^a +Not known +- +- +- +asking…$/],
    [
      "seen first",
      [begun("a"), changed("a", "Pending"), waits("a", 22)],
      /^a +Pending +₹[\d,]+\.\d\d {2}3 min +first answer 10:33:01 +next question in 12 s$/
    ],
    [
      "changed",
      [changed("a", "Pending"), waits("a", 1), changed("a", "Paid", "Pending"), waits("a", 610)],
      /^a +Paid .* Pending → Paid 10:33:02 +next question in 10 min$/
    ],
    [
      "asked about again",
      [changed("a", "Pending"), waits("a", 10)],
      /^a +Pending .* first answer 10:33:00 +asking…$/
    ],
    [
      "without an answer this time",
      [changed("a", "Pending"), timedOut("a", 12)],
      /^a +Pending .* AOPay did not answer in time +next question in 2 s$/
    ],
    [
      "asked no more",
      [changed("a", "Pending"), waits("a", null)],
      /^a +Pending .* no more questions$/
    ],
    [
      "given up",
      [changed("a", "Pending"), waits("a", null), gaveUp("a")],
      /^a +Pending .* not final in time +gave up$/
    ],
    ["final", [changed("a", "Refunded"), done("a")], /^a +Refunded .* final$/],
    ["done", [changed("a", "Pending"), done("a")], /^a +Pending .* done$/],
    [
      "ended by an error",
      [changed("a", "Pending"), refused("a")],
      /^a +InvalidSignature .* AOPay did not recognise us +ended$/
    ]
  ])("%s", (_, events, expected) => {
    assert.match(lineOf("a", boardAfter(["a"], ...events)) ?? "", expected)
  })

  it("says stopped where nobody follows any more", () => {
    const board = boardAfter(
      ["a", "b"],
      changed("a", "Pending"),
      changed("b", "Refunded"),
      done("b")
    )
    assert.match(lineOf("a", board, { over: true }) ?? "", / stopped$/)
    assert.match(lineOf("b", board, { over: true }) ?? "", / final$/)
  })

  it("has no age where it was added in the future", () => {
    const board = boardAfter(["a"], changed("a", "Pending"))
    const before = DateTime.subtract(addedAt, { minutes: 1 })
    assert.match(lineOf("a", board, { now: before }) ?? "", /₹[\d,]+\.\d\d {2}- /)
  })
})

describe("the last line counts", () => {
  it.each<readonly [ReadonlyArray<FollowEvent>, boolean, string]>([
    [[], false, "3 Not known · asked 0 times · 10 s so far · Ctrl-C to stop"],
    [
      [changed("a", "Pending"), waits("a", 20)],
      false,
      "1 Pending · 2 Not known · asked once · 10 s so far · Ctrl-C to stop"
    ],
    [
      [
        changed("a", "Paid"),
        waits("a", 1),
        waits("a", null),
        gaveUp("a"),
        changed("b", "Pending"),
        waits("b", 2),
        refused("c")
      ],
      true,
      "1 Pending · 1 Paid · 1 InvalidSignature · asked 4 times · 10 s"
    ]
  ])("%#", (events, over, expected) => {
    const lines = drawBoard(boardAfter(["a", "b", "c"], ...events), { ...view, over })
    assert.strictEqual(lines.at(-1), expected)
  })
})

describe("lines fit the terminal", () => {
  const references = [
    "a",
    "\u001B[2J\u001B]0;title\u0007",
    "\u202Egnp.exe",
    "日本語の参照".repeat(8),
    "नमस्ते-é-e\u0301".repeat(5),
    "x".repeat(64),
    "👩‍👩‍👧‍👦".repeat(9)
  ]
  const board = boardAfter(
    references,
    ...references.map((reference) => timedOut(reference.replaceAll(/\p{C}/gu, "?"), 30)),
    changed("a", "Pending"),
    waits("a", 30),
    refused("x".repeat(64))
  )

  it.each([1, 5, 20, 40, 60, 80, 120, 200])("of %i columns", (columns) => {
    const lines = drawBoard(board, { ...view, columns })
    assert.strictEqual(lines.length, references.length + 2)
    for (const line of lines) {
      assert.isAtMost(CliOutput.displayWidth(line), columns)
      assert.notMatch(line, /\p{Cc}|\u202E/u)
    }
  })

  it.each([
    [200, "REFERENCE STATE AMOUNT AGE LAST NEXT"],
    [80, "REFERENCE STATE AMOUNT AGE LAST NEXT"],
    [64, "REFERENCE STATE AGE LAST NEXT"],
    [56, "REFERENCE STATE LAST NEXT"],
    [40, "REFERENCE STATE NEXT"]
  ])("of %i columns with what is worth most", (columns, headings) => {
    const short = boardAfter(["INV-1"], changed("INV-1", "Pending"), waits("INV-1", 30))
    const [first = ""] = drawBoard(short, { ...view, columns })
    assert.strictEqual(first.replaceAll(/ +/g, " "), headings)
  })

  it("keeps the state whole at 40 columns", () => {
    assert.match(lineOf("日本", board, { columns: 40 }) ?? "", /^日本.*… +Not known {2}/)
  })
})

describe("lines fit the rows", () => {
  const references = Array.from({ length: 50 }, (_, index) => `r${index}`)
  const board = boardAfter(
    references,
    ...references.flatMap((reference) => [changed(reference, "Paid"), done(reference)]),
    changed("r7", "Pending"),
    waits("r7", 200)
  )

  it.each([1, 2, 3, 10, 51, 52, 53])("of %i", (rows) => {
    const lines = drawBoard(board, { ...view, rows })
    assert.isAtMost(lines.length, rows)
    assert.include(lines.at(-1), "so far")
  })

  it("with what is followed and what changed last first", () => {
    const [, ...lines] = drawBoard(board, { ...view, rows: 6, now: at(105) })
    assert.deepStrictEqual(
      lines.map((line) => line.split(" ")[0]),
      ["r7", "r49", "r48", "…", "1"]
    )
    assert.strictEqual(lines[3], "… and 47 more")
  })
})

it("each state has its colour, and the same text without", () => {
  const painted: Array<string> = []
  const board = boardAfter(["a", "b"], changed("a", "Paid"), changed("b", "Conflict"))
  drawBoard(board, {
    ...view,
    paint: (style, text) => {
      if (style !== "bold") painted.push(`${style} ${text.trim()}`)
      return text
    }
  })
  assert.deepStrictEqual(painted, ["green Paid", "red Conflict"])
})

describe("the board", () => {
  it("changes nothing it was given", () => {
    const before = boardAfter(["a"], begun("a"))
    tellBoard(before, changed("a", "Paid"), at(1))
    assert.deepStrictEqual(paymentsOn(before).map(stateOf), ["Not known"])
  })

  it("holds each outcome once, with what it means for the money", () => {
    const board = boardAfter(
      ["a", "b", "c", "d", "e"],
      changed("a", "Paid"),
      changed("b", "Paid"),
      changed("c", "Pending"),
      gaveUp("c"),
      refused("d"),
      changed("e", "Pending"),
      timedOut("e", 3)
    )
    assert.deepStrictEqual(
      [...outcomesOn(board).keys()],
      ["Paid", "Pending", "GaveUpWaiting", "InvalidSignature"]
    )
    assert.strictEqual(outcomesOn(board).get("Paid"), "Do not refund, do not pay again.")
  })
})

describe("text in cells", () => {
  it.each([
    ["abc", 3, "abc"],
    ["abcd", 3, "ab…"],
    ["abc", 1, "…"],
    ["abc", 0, ""],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
    ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
    ["👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3, "👩‍👩‍👧‍👦…"]
  ])("%s cut to %i", (text, width, expected) => {
    assert.strictEqual(cutTo(text, width), expected)
    assert.isAtMost(widthOf(expected), width)
  })

  it.each([
    ["ab", 4, "ab  ", "  ab"],
    ["日", 4, "日  ", "  日"],
    ["abc", 2, "abc", "abc"]
  ])("%s padded to %i", (text, width, right, left) => {
    assert.strictEqual(padTo(text, width), right)
    assert.strictEqual(padTo(text, width, "left"), left)
  })
})

it.each([
  ["0 seconds", "0 s"],
  ["59 seconds", "59 s"],
  ["60 seconds", "1 min"],
  ["59 minutes", "59 min"],
  ["23 hours", "23 h"],
  ["24 hours", "1 day"],
  ["312 days", "312 days"]
] as const)("%s in short: %s", (duration, expected) => {
  assert.strictEqual(durationText(Duration.fromInputUnsafe(duration)), expected)
})
