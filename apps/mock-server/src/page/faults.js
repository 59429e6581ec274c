/** The faults that strike, and the refusal of connections. */
import { act } from "./actions.js"
import { buttons, text, withNote } from "./cells.js"
import { at, onSubmit, option } from "./dom.js"
import { call } from "./server.js"
import { makeTable } from "./tables.js"

/** From what the server holds now, which others may have changed. */
const changeRules = (said, change, form) =>
  act(
    said,
    async () => {
      const { faults } = await call("GET", "trouble")
      await call("PUT", "trouble", { faults: change(faults) })
    },
    form
  )

const without = (rule) => (rules) => {
  const index = rules.findIndex((each) => JSON.stringify(each) === JSON.stringify(rule))
  return rules.filter((_, number) => number !== index)
}

const shownElsewhere = new Set(["fault", "rate", "reference", "times"])

const settingsOf = (rule) =>
  Object.entries(rule)
    .filter(([name]) => !shownElsewhere.has(name))
    .flatMap(([name, value]) =>
      typeof value === "object" ? Object.entries(value) : [[name, value]]
    )
    .map((setting) => setting.join(" "))
    .join(", ")

const showRules = makeTable(
  "faults",
  {
    Fault: withNote(({ fault }) => fault, settingsOf),
    Rate: text(({ rate = 1 }) => `${Number((rate * 100).toFixed(4))} %`),
    Reference: withNote(({ reference = "all" }) => reference),
    Times: text(({ times }) => String(times ?? "no end")),
    Do: buttons([
      "Remove",
      ({ fault }) => `Remove ${fault}`,
      (rule) => changeRules(`${rule.fault} is off.`, without(rule))
    ])
  },
  {
    caption: "Faults: the first that fits strikes",
    empty: "None: every answer arrives whole."
  }
)

export const showFaults = (rules) =>
  showRules(rules, (rule, index) => `${index} ${JSON.stringify(rule)}`)

export const offerFaults = (faults) =>
  at("add-fault").elements.fault.append(
    ...faults.map(({ name, summary }) => option(name, `${name}: ${summary}`))
  )

onSubmit("add-fault", ({ fault, rate, reference, times }, form) => {
  const rule = {
    fault,
    ...(Number(rate) === 100 ? {} : { rate: Number(rate) / 100 }),
    ...(reference === "" ? {} : { reference }),
    ...(times === "" ? {} : { times: Number(times) })
  }
  changeRules(`${fault} is on.`, (rules) => [...rules, rule], form)
})

at("refuse").addEventListener("click", () =>
  act("Connections are refused for 5 seconds.", () => call("POST", "refuse", { for: "5 seconds" }))
)
