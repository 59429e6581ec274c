/** The line that says what became of the last action. */
import { at } from "./dom.js"

let fading

/** An error stays until the next action, or Escape. */
export const tell = (text, kind = "done") => {
  at("notice").dataset.kind = kind
  at("notice").textContent = text
  clearTimeout(fading)
  if (kind === "done") fading = setTimeout(tell, 6000, "")
}

document.addEventListener("keydown", ({ key }) => key === "Escape" && tell(""))
