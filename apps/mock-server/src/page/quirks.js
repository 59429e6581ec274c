/** The ways in which answers depart from AOPay's page. */
import { act } from "./actions.js"
import { at, make } from "./dom.js"
import { call } from "./server.js"

const boxes = () => [...at("quirks").querySelectorAll("input")]

at("quirks").addEventListener("change", ({ target }) => {
  const quirks = boxes()
    .filter(({ checked }) => checked)
    .map(({ value }) => value)
  act(`${target.value} is ${target.checked ? "on" : "off"}.`, () =>
    call("PUT", "trouble", { quirks })
  )
})

export const showQuirks = (quirks) => {
  for (const box of boxes()) box.checked = quirks.includes(box.value)
}

const makeBox = ({ name, summary }) => {
  const label = make("label")
  const words = make("span", name)
  words.append(make("small", ` ${summary}`))
  label.append(make("input", "", { type: "checkbox", value: name }), words)
  return label
}

export const offerQuirks = (quirks) =>
  at("quirks").append(
    ...[{ name: "all", summary: "a mixture, drawn for each answer" }, ...quirks].map(makeBox)
  )
