/** Kinds of cells: each makes a function that fills a cell, again and again, from the row's item. */
import { make, write } from "./dom.js"

export const text = (of) => (cell, item) => write(cell, of(item))

export const withNote =
  (of, noteOf = () => "") =>
  (cell, item) => {
    if (cell.childElementCount === 0) cell.append(make("span"), make("small"))
    cell.classList.add("noted")
    write(cell.firstElementChild, of(item))
    write(cell.lastElementChild, noteOf(item))
  }

export const asState = (of) => (cell, item) => {
  if (cell.childElementCount === 0) cell.append(make("span", "", { class: "state" }))
  cell.firstElementChild.dataset.state = of(item)
  write(cell.firstElementChild, of(item))
}

/** Made once: they act on the item that the row began with. */
export const buttons =
  (...kinds) =>
  (cell, item) => {
    if (cell.childElementCount > 0) return
    for (const [label, labelOf, onClick] of kinds) {
      const button = make("button", label, { type: "button", "aria-label": labelOf(item) })
      button.addEventListener("click", () => onClick(item))
      cell.append(button)
    }
  }
