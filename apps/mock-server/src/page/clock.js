/** The virtual clock: what it shows between two readings, and its controls. */
import { act } from "./actions.js"
import { at, onSubmit, write } from "./dom.js"
import { call } from "./server.js"
import { clockFormats } from "./times.js"

let clock

/** In milliseconds; not before the clock was shown once. */
export const virtualNow = () =>
  clock.now + (clock.frozen ? 0 : (performance.now() - clock.seenAt) * clock.scale)

const tick = () => {
  if (clock === undefined) return
  for (const [id, format] of Object.entries(clockFormats))
    write(at(id), format.format(virtualNow()))
  const pace = clock.scale === 1 ? "running" : `running, ${clock.scale} seconds per second`
  at("running").dataset.state = clock.frozen ? "frozen" : "live"
  write(at("running"), clock.frozen ? "frozen" : pace)
}

setInterval(tick, 250)

export const showClock = (seen) => {
  clock = { ...seen, now: Date.parse(seen.now), seenAt: performance.now() }
  tick()
}

const advance = (by, form) =>
  act(`The clock moved on by ${by}.`, () => call("POST", "clock/advance", { by }), form)

at("jumps").addEventListener("click", ({ target }) => target.value && advance(target.value))

at("freeze").addEventListener("click", () =>
  act("The clock stands still.", () => call("POST", "clock/freeze", {}))
)

at("resume").addEventListener("click", () =>
  act("Time passes again.", () => call("POST", "clock/resume", {}))
)

onSubmit("advance", ({ by }, form) => advance(by, form))

onSubmit("pace", ({ scale }, form) =>
  act(
    `${scale} seconds pass in one.`,
    () => call("POST", "clock/resume", { scale: Number(scale) }),
    form
  )
)
