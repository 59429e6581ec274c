/** Reading anew what the server holds, and showing it. */
import { at, write } from "./dom.js"
import { Refusal } from "./server.js"

let read
let show
let readings = 0
let underWay = 0

/** How to read, and how to show what was read: to be told once, before the first refresh. */
export const refreshBy = (reading, showing) => {
  read = reading
  show = showing
}

/** Nothing is shown until the function it returns is called. */
export const holdBack = () => {
  underWay += 1
  return () => {
    underWay -= 1
  }
}

const connection = (state, words) => {
  at("connection").dataset.state = state
  write(at("connection"), words)
}

/** What was read before or during an action, or before a later reading, is not shown. Never fails. */
export const refresh = async () => {
  const mine = (readings += 1)
  try {
    const found = await read()
    connection("live", "live")
    if (mine === readings && underWay === 0) show(found)
  } catch (error) {
    connection("lost", error instanceof Refusal ? error.message : "not reachable, trying again")
  }
}
