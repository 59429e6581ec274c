/** A Markdown table that is readable on a terminal; all columns but the first hold numbers. */
export const table = (
  titles: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>
): string => {
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0))
  )
  const padded = (row: ReadonlyArray<string>) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
    )
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`
  )
  return [padded(titles), rule, ...rows.map(padded)]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n")
}

export const inThousands = (number: number): string => Math.round(number).toLocaleString("en")

export const percent = (share: number): string => `${Math.round(share * 100)} %`
