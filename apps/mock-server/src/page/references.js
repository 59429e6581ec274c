/** What the server knows of each reference, and what it is to become. */
import { act } from "./actions.js"
import { asState, buttons, text, withNote } from "./cells.js"
import { virtualNow } from "./clock.js"
import { at, make, onSubmit, option, write } from "./dom.js"
import { ask } from "./inquiry.js"
import { call } from "./server.js"
import { makeTable } from "./tables.js"
import { inIst, spell } from "./times.js"

const states = ["pending", "paid", "refund-due", "refunded", "conflict"]

const transaction = (reference) => `transactions/${encodeURIComponent(reference)}`

const put = (reference, story, form) => {
  const [kind, name] = story.split(" ")
  act(
    `${reference} begins anew: ${name}.`,
    () => call("PUT", transaction(reference), { [kind]: name }),
    form
  )
}

const forget = (reference) =>
  act(`${reference} is forgotten.`, () => call("DELETE", transaction(reference)))

onSubmit("ask", ({ reference, story }, form, submitter) => {
  if (submitter?.value === "put") return put(reference, story, form)
  return ask(reference)
})

const nextOf = ({ next }) => next && `${next.state} in ${spell(Date.parse(next.at) - virtualNow())}`

const showTransactions = makeTable(
  "references",
  {
    Reference: withNote(({ referenceId }) => referenceId),
    State: asState(({ state }) => state),
    "Next change": withNote(
      (each) => nextOf(each) ?? "stays",
      ({ next }) => (next ? inIst(next.at) : "")
    ),
    "Began (IST)": withNote(({ beganAt }) => inIst(beganAt)),
    Asked: text(({ asked }) => String(asked)),
    Do: buttons(
      [
        "Ask",
        ({ referenceId }) => `Ask about ${referenceId}`,
        ({ referenceId }) => ask(referenceId)
      ],
      [
        "Delete",
        ({ referenceId }) => `Delete ${referenceId}`,
        ({ referenceId }) => forget(referenceId)
      ]
    )
  },
  { caption: "References", empty: "None yet. Ask about one, e.g. pending-then-paid-1." }
)

/** After the clock: the time to the next change is counted from it. */
export const showReferences = ({ references, transactions }) => {
  const all =
    transactions.length === references
      ? `${references}`
      : `the latest ${transactions.length} of ${references}`
  write(at("references").querySelector("caption"), `References: ${all}`)
  showTransactions(transactions, ({ referenceId }) => referenceId)
}

const group = (label, options) => {
  const node = make("optgroup", "", { label })
  node.append(...options)
  return node
}

export const offerScenarios = (scenarios) => {
  at("ask").elements.story.append(
    group(
      "State, for ever",
      states.map((name) => option(`state ${name}`, name))
    ),
    group(
      "Scenario",
      scenarios.map(({ name, summary }) => option(`scenario ${name}`, `${name}: ${summary}`))
    )
  )
  at("examples").append(...scenarios.map(({ example, summary }) => option(example, summary)))
}
