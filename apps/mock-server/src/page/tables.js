/** Tables whose rows come and go. */
import { at, make } from "./dom.js"

const box = (id, name) => {
  const node = at(id)
  for (const [key, value] of [
    ["tabindex", "0"],
    ["role", "region"],
    ["aria-label", `Table of ${name}`]
  ])
    node.setAttribute(key, value)
  return node
}

const makeRow = (columns) => {
  const row = make("tr")
  for (const _ of columns)
    row.append(row.cells.length === 0 ? make("th", "", { scope: "row" }) : make("td"))
  return row
}

/**
 * An empty table, and a function that shows items in it. Rows that stay keep their elements, and with
 * them focus and selection.
 */
export const makeTable = (id, columns, { caption, empty }) => {
  const head = make("tr")
  for (const title of Object.keys(columns))
    head.append(make("th", title, { scope: "col", class: "muted" }))
  const table = make("table")
  table.append(make("caption", caption, { class: "muted" }), make("thead"), make("tbody"))
  table.tHead.append(head)
  const around = box(id, caption)
  const nothing = make("p", empty, { class: "empty muted" })
  around.append(table, nothing)
  const [body] = table.tBodies
  const fills = Object.values(columns)
  let rows = new Map()

  const remove = (row) => {
    if (row.contains(document.activeElement)) around.focus()
    row.remove()
  }

  return (items, keyOf) => {
    const wanted = new Map(items.map((item, index) => [keyOf(item, index), item]))
    const known = rows
    rows = new Map()
    for (const [key, row] of known) if (!wanted.has(key)) remove(row)
    let next = body.firstElementChild
    for (const [key, item] of wanted) {
      const row = known.get(key) ?? makeRow(fills)
      fills.forEach((fill, index) => fill(row.cells[index], item))
      if (row === next) next = next.nextElementSibling
      else body.insertBefore(row, next)
      rows.set(key, row)
    }
    nothing.hidden = items.length > 0
  }
}
