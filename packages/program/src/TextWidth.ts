/** Text in cells of a terminal: how many it takes, and made to take as many as there are. */
import { CliOutput } from "effect/cli"

/** What we write ourselves; one cell each. To measure anything else is slow. */
const narrow = /^[\x20-\x7E₹•·→…]*$/

/** How many cells text takes; styles take none. */
export const widthOf = (text: string): number =>
  narrow.test(text) ? text.length : CliOutput.displayWidth(text)

const cutMark = "…"

/** As much of the text as fits, and `…` where something is left out. */
export const cutTo = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text
  if (width < 1) return ""
  let kept = ""
  let left = width - 1
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= widthOf(segment)
    if (left < 0) break
    kept += segment
  }
  return kept + cutMark
}

/** Filled with spaces, on the left for figures. */
export const padTo = (text: string, width: number, side: "left" | "right" = "right"): string => {
  const space = " ".repeat(Math.max(0, width - widthOf(text)))
  return side === "left" ? space + text : text + space
}

/** Lines of cells, the first of which tells how many there are, each column as wide as it must be. */
export const columns = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((cells) => widthOf(cells[column] ?? "")))
  )
  return rows.map((cells) =>
    cells
      .map((cell, column) => padTo(cell, widths?.[column] ?? 0))
      .join("  ")
      .trimEnd()
  )
}
