/** Columns of a list, narrowed or left out until a line fits the terminal. */
import { cutTo, padTo, widthOf } from "@bill-payment-status/program"

export type Style = "green" | "yellow" | "cyan" | "red" | "dim" | "bold"

/** Text in a style; as it is where there are none. */
export type Paint = (style: Style, text: string) => string

export interface Column<Item> {
  readonly heading: string
  readonly cell: (item: Item) => string
  readonly styleOf?: (cell: string) => Style
  /** Where spaces go; `left` for figures. */
  readonly padded?: "left"
  /** How narrow it may become; never narrower than its text unless told. */
  readonly least?: number
}

interface Laid<Item> {
  readonly columns: ReadonlyArray<Column<Item>>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
  readonly widths: ReadonlyArray<number>
}

const gap = 2

const withGaps = (widths: ReadonlyArray<number>): number =>
  widths.reduce((all, width) => all + width, gap * (widths.length - 1))

const layOut = <Item>(
  columns: ReadonlyArray<Column<Item>>,
  items: ReadonlyArray<Item>
): Laid<Item> => {
  const rows = items.map((item) => columns.map(({ cell }) => cell(item)))
  const widths = columns.map(({ heading }, index) =>
    Math.max(widthOf(heading), ...rows.map((row) => widthOf(row[index] ?? "")))
  )
  return { columns, rows, widths }
}

const leastOf = <Item>({ columns, widths }: Laid<Item>): ReadonlyArray<number> =>
  widths.map((width, index) => Math.min(width, columns[index]?.least ?? width))

/** From the last column to the first each gives what it can, until a line fits. */
const narrowedTo = <Item>(laid: Laid<Item>, available: number): Laid<Item> => {
  const widths = [...laid.widths]
  let excess = withGaps(widths) - available
  for (const [index, least] of [...leastOf(laid).entries()].toReversed()) {
    const given = Math.max(0, Math.min(excess, (widths[index] ?? 0) - least))
    widths[index] = (widths[index] ?? 0) - given
    excess -= given
  }
  return { ...laid, widths }
}

/** One line, each cell in its style, cut where the terminal ends. */
const drawRow = <Item>(
  { columns, widths }: Laid<Item>,
  available: number,
  cells: ReadonlyArray<string>,
  style: (column: Column<Item>, text: string) => string
): string => {
  let left = available
  return columns
    .map((column, index) => {
      const width = Math.min(left, widths[index] ?? 0)
      const cell = cutTo(cells[index] ?? "", width)
      const space = Math.min(gap, left - width)
      left -= width + space
      if (index === columns.length - 1) return style(column, cell)
      return style(column, padTo(cell, width, column.padded)) + " ".repeat(space)
    })
    .join("")
}

/**
 * A heading and a line for each item, none wider than `available`. Of the layouts the first that fits is
 * drawn; the last one is cut where even that does not.
 */
export const drawList = <Item>(
  layouts: ReadonlyArray<ReadonlyArray<Column<Item>>>,
  items: ReadonlyArray<Item>,
  available: number,
  paint: Paint
): ReadonlyArray<string> => {
  let laid: Laid<Item> = { columns: [], rows: [], widths: [] }
  for (const columns of layouts) {
    laid = layOut(columns, items)
    if (withGaps(leastOf(laid)) <= available) break
  }
  const fitted = narrowedTo(laid, available)
  const headings = laid.columns.map(({ heading }) => heading)
  return [
    drawRow(fitted, available, headings, (_, text) => paint("bold", text)),
    ...laid.rows.map((cells) =>
      drawRow(fitted, available, cells, ({ styleOf }, text) =>
        styleOf === undefined ? text : paint(styleOf(text.trimEnd()), text)
      )
    )
  ]
}
