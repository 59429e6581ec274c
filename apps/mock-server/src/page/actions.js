/** Changing what the server holds. */
import { tell } from "./notice.js"
import { holdBack, refresh } from "./refresh.js"
import { Refusal } from "./server.js"

const mark = (form, field) => {
  for (const element of form?.elements ?? []) element.removeAttribute("aria-invalid")
  const wrong = form?.elements.namedItem(String(field))
  wrong?.setAttribute("aria-invalid", "true")
  wrong?.focus()
}

const attempt = async (said, work, form) => {
  try {
    await work()
    mark(form)
    tell(said)
  } catch (error) {
    mark(form, error.field)
    tell(
      error instanceof Refusal ? `Error: ${error.message}` : "Error: the server cannot be reached.",
      "error"
    )
  }
}

let last = Promise.resolve()

/** One after the other; then the page shows what became of it, and marks the form's wrong field. */
export const act = (said, work, form) => {
  const release = holdBack()
  const before = last
  const run = async () => {
    await before
    await attempt(said, work, form)
    release()
    await refresh()
  }
  last = run()
}
