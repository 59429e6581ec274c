/** A table for people, and below it what each outcome means for the money. */
import { indiaTime, plainText } from "@bill-payment-status/core"
import { DateTime, Stream } from "effect"
import { type Answered, isStatus, type Outcome, outcomeOf } from "../Answer.ts"
import { colour } from "./Colour.ts"
import { countText, rupeeText } from "./Figures.ts"
import type { Render } from "./Render.ts"
import { cutTo, padTo, widthOf } from "@bill-payment-status/program"

const headings = [
  "REFERENCE",
  "VERDICT",
  "AMOUNT",
  "BILLER, OR WHAT WAS SAID",
  "ACCOUNT",
  "ADDED (IST)",
  "REFUNDED (IST)"
]
const verdictColumn = 1
const amountColumn = 2
const saidColumn = 3

const none = "-"

const cellAtMost = 64
const saidAtLeast = 16
const space = "  "

/** Columns are as wide as this many rows need; many more are printed as they arrive. */
const measured = 500

/** Longer lists below the table are cut. */
const listedAtMost = 20

const showDate = (instant: string | null | undefined): string =>
  instant == null
    ? none
    : DateTime.formatIsoOffset(DateTime.setZone(DateTime.makeUnsafe(instant), indiaTime))
        .slice(0, 16)
        .replace("T", " ")

const cellsOf = ({ answer }: Answered): ReadonlyArray<string> => {
  if (!isStatus(answer))
    return [answer.referenceId, answer.error.tag, none, answer.error.message, none, none, none]
  const { referenceId, transaction, verdict } = answer
  return [
    referenceId,
    verdict,
    rupeeText(transaction.amount),
    transaction.operatorName ?? none,
    transaction.customerAccount ?? none,
    showDate(transaction.addedAt),
    showDate(transaction.refund?.refundedAt)
  ]
}

type Widths = ReadonlyArray<number>

/** What AOPay wrote gives way where the terminal is too narrow. */
const measure = (rows: ReadonlyArray<ReadonlyArray<string>>): Widths => {
  const widths = headings.map((heading, column) =>
    Math.max(widthOf(heading), ...rows.map((cells) => widthOf(cells[column] ?? none)))
  )
  const whole = widths.reduce((sum, width) => sum + width + space.length, -space.length)
  const over = process.stdout.isTTY ? Math.max(0, whole - process.stdout.columns) : 0
  return widths.map((width, column) =>
    column === saidColumn ? Math.max(Math.min(width, saidAtLeast), width - over) : width
  )
}

const line = (cells: ReadonlyArray<string>, widths: Widths, outcome?: Outcome): string =>
  cells
    .map((cell, column) => {
      const width = widths[column] ?? 0
      const shown = column === saidColumn ? cutTo(cell, width) : cell
      const padded = padTo(shown, width, column === amountColumn ? "left" : "right")
      return outcome !== undefined && column === verdictColumn
        ? colour(outcome, padded, process.stdout)
        : padded
    })
    .join(space)
    .trimEnd()

/** A list that is cut when it is long. */
class Listed {
  readonly #heading: string
  readonly #lines: Array<string> = []
  #more = 0

  constructor(heading: string) {
    this.#heading = heading
  }

  add(text: string): void {
    if (this.#lines.length < listedAtMost) this.#lines.push(`  ${plainText(text)}`)
    else this.#more += 1
  }

  toLines(): ReadonlyArray<string> {
    if (this.#lines.length === 0) return []
    const more = this.#more === 0 ? [] : [`  … and ${countText(this.#more)} more`]
    return ["", this.#heading, ...this.#lines, ...more]
  }
}

/** What stands below the rows. */
class Legend {
  readonly #advices = new Map<Outcome, string>()
  readonly #unread = new Listed("Could not be read (the verdict stands):")
  readonly #said = new Listed("AOPay said, and it could not be read:")
  readonly #whole = new Listed("In full:")

  add({ advice, answer, excerpt }: Answered): void {
    if (advice !== null) this.#advices.set(outcomeOf(answer), advice)
    const { referenceId } = answer
    if (excerpt !== "") this.#said.add(`${referenceId}: ${excerpt}`)
    if (isStatus(answer))
      for (const { found, path } of answer.drift)
        this.#unread.add(`${referenceId}: ${path} was ${found}`)
    else if (answer.error.message.length > cellAtMost)
      this.#whole.add(`${referenceId}: ${answer.error.message}`)
  }

  toLines(): ReadonlyArray<string> {
    const width = Math.max(0, ...[...this.#advices.keys()].map(widthOf))
    return [
      "",
      ...[...this.#advices].map(
        ([outcome, advice]) =>
          `${colour(outcome, padTo(outcome, width), process.stdout)}${space}${advice}`
      ),
      ...this.#whole.toLines(),
      ...this.#unread.toLines(),
      ...this.#said.toLines()
    ]
  }
}

/** Rows as they arrive, once enough of them are there to know how wide their columns are. */
export const renderTable: Render = (answers) =>
  Stream.suspend(() => {
    const legend = new Legend()
    let widths: Widths | undefined
    const rows = answers.pipe(
      Stream.grouped(measured),
      Stream.map((group) => {
        for (const answered of group) legend.add(answered)
        const shown = group.map((answered) =>
          cellsOf(answered).map((cell) => plainText(cell, cellAtMost))
        )
        const head = widths === undefined
        const measures = (widths ??= measure(shown))
        return [
          ...(head ? [line(headings, measures)] : []),
          ...group.map(({ answer }, row) => line(shown[row] ?? [], measures, outcomeOf(answer)))
        ].join("\n")
      })
    )
    return Stream.concat(
      rows,
      Stream.suspend(() =>
        widths === undefined ? Stream.empty : Stream.make(legend.toLines().join("\n"))
      )
    )
  })
