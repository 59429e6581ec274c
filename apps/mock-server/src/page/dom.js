/** Finding, making and filling elements. */

export const at = (id) => document.getElementById(id)

/** What the server says is only ever text. */
export const write = (node, text) => {
  if (node.textContent !== text) node.textContent = text
}

export const make = (tag, text = "", attributes = {}) => {
  const node = document.createElement(tag)
  node.textContent = text
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  return node
}

export const option = (value, words) => make("option", words, { value })

/** Runs with the values of the form's fields, the form, and the button that was pressed. */
export const onSubmit = (id, run) =>
  at(id).addEventListener("submit", (event) => {
    event.preventDefault()
    run(Object.fromEntries(new FormData(event.target)), event.target, event.submitter)
  })
