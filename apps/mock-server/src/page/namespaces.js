/** Which namespace this is, its base URL, and the way to the others. */
import { act } from "./actions.js"
import { baseUrl, pageOf } from "./addresses.js"
import { at, onSubmit, option, write } from "./dom.js"
import { tell } from "./notice.js"
import { call } from "./server.js"

export const showNamespaces = ({ namespace, namespaces }) => {
  write(at("namespace"), namespace)
  document.title = `${namespace} – bill-status-mock`
  const select = at("go").elements.known
  const names = [...new Set(["default", ...namespaces])]
  if ([...select.options].map(({ value }) => value).join() === names.join()) return
  const chosen = select.value
  select.replaceChildren(...names.map((name) => option(name, name)))
  select.value = names.includes(chosen) ? chosen : namespace
}

onSubmit("go", ({ known, other }) => location.assign(pageOf(other || known)))

at("reset").addEventListener("click", () =>
  act("This namespace is as at the start.", () => call("POST", "reset"))
)

at("base-url").value = baseUrl

/** Without https, and not on this machine, browsers keep the clipboard to themselves. */
at("copy").addEventListener("click", () => {
  at("base-url").select()
  const copied = navigator.clipboard?.writeText(baseUrl) ?? Promise.reject()
  copied.then(
    () => tell("Copied."),
    () => tell("Selected: press Ctrl+C to copy.")
  )
})
