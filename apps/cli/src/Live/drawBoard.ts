/** The board as lines of a terminal; none is wider than the terminal, nor are they more than its rows. */
import { plainText } from "@bill-payment-status/core"
import { DateTime, Duration } from "effect"
import { colourOf } from "../Output/Colour.ts"
import { amountText, countText, durationText } from "../Output/Figures.ts"
import { type Column, drawList, type Paint, type Style } from "./Layout.ts"
import { ageText, happenedText, nextText, none, shortNextText } from "./paymentWords.ts"
import { cutTo } from "@bill-payment-status/program"
import { type Followed, notKnown, paymentsOn, stateOf, type TrackBoard } from "./TrackBoard.ts"

export interface BoardView {
  readonly columns: number
  readonly rows: number
  readonly now: DateTime.Utc
  /** Nobody follows any more, so there is nothing to stop. */
  readonly over: boolean
  readonly paint: Paint
}

/** The colour of a state. */
export const stateStyle = (state: string): Style => (state === notKnown ? "dim" : colourOf(state))

/** From all that is worth knowing down to what is needed. */
const layoutsAt = ({ now, over }: BoardView): ReadonlyArray<ReadonlyArray<Column<Followed>>> => {
  const reference: Column<Followed> = {
    heading: "REFERENCE",
    cell: ({ referenceId }) => plainText(referenceId),
    least: 20
  }
  const state: Column<Followed> = { heading: "STATE", cell: stateOf, styleOf: stateStyle }
  const amount: Column<Followed> = {
    heading: "AMOUNT",
    cell: ({ status }) => (status === null ? none : amountText(status.transaction.amount)),
    padded: "left"
  }
  const age: Column<Followed> = { heading: "AGE", cell: (payment) => ageText(payment, now) }
  const happened: Column<Followed> = { heading: "LAST", cell: happenedText, least: 24 }
  const next: Column<Followed> = {
    heading: "NEXT",
    cell: (payment) => nextText(payment, now, over)
  }
  const shortNext: Column<Followed> = {
    heading: "NEXT",
    cell: (payment) => shortNextText(payment, now, over)
  }
  return [
    [reference, state, amount, age, happened, next],
    [reference, state, amount, age, happened, shortNext],
    [reference, state, age, happened, shortNext],
    [reference, state, happened, shortNext],
    [reference, state, next],
    [{ ...reference, least: 8 }, state, shortNext]
  ]
}

const stateOrder = ["Pending", "RefundDue", "Paid", "Refunded", "Conflict"]

const countsByState = (payments: ReadonlyArray<Followed>): ReadonlyArray<string> => {
  const counts = new Map(stateOrder.map((state) => [state, 0]))
  for (const payment of payments) {
    const state = stateOf(payment)
    counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  return [...counts].flatMap(([state, count]) =>
    count === 0 ? [] : [`${countText(count)} ${state}`]
  )
}

const countsText = (
  { asked, startedAt }: TrackBoard,
  payments: ReadonlyArray<Followed>,
  { now, over }: BoardView
): string => {
  const took = durationText(DateTime.distance(startedAt, now))
  return [
    ...countsByState(payments),
    asked === 1 ? "asked once" : `asked ${countText(asked)} times`,
    ...(over ? [took] : [`${took} so far`, "Ctrl-C to stop"])
  ].join(" · ")
}

/** For so long what is over is still shown as what is not. */
const newsFor = Duration.seconds(10)

const changedAtOf = ({ changedAt }: Followed): number =>
  changedAt === null ? 0 : DateTime.toEpochMillis(changedAt)

/** What just changed or is not over, the last change first; then what is over. */
const mostWorthShowing = (
  payments: ReadonlyArray<Followed>,
  now: DateTime.Utc
): ReadonlyArray<Followed> => {
  const newsSince = DateTime.toEpochMillis(DateTime.subtractDuration(now, newsFor))
  const isOld = (payment: Followed): number =>
    payment.next._tag === "Ended" && changedAtOf(payment) < newsSince ? 1 : 0
  return payments.toSorted((a, b) => isOld(a) - isOld(b) || changedAtOf(b) - changedAtOf(a))
}

/** The heading and the counts. */
const otherRows = 2

/** Lines for a terminal of `columns` and `rows`. */
export const drawBoard = (board: TrackBoard, view: BoardView): ReadonlyArray<string> => {
  const { columns, now, paint, rows } = view
  const payments = paymentsOn(board)
  const room = Math.max(0, rows - otherRows)
  const shown =
    payments.length <= room
      ? payments
      : mostWorthShowing(payments, now).slice(0, Math.max(0, room - 1))
  const left = payments.length - shown.length
  return [
    ...drawList(layoutsAt(view), shown, columns, paint),
    ...(left === 0 ? [] : [cutTo(`… and ${countText(left)} more`, columns)]),
    cutTo(countsText(board, payments, view), columns)
  ].slice(-Math.max(1, rows))
}
