/** What was asked and answered, newest first. */
import { text, withNote } from "./cells.js"
import { at, write } from "./dom.js"
import { refresh } from "./refresh.js"
import { call } from "./server.js"
import { makeTable } from "./tables.js"
import { inIst } from "./times.js"

const entriesAtMost = 200

let journal = []
let paused = false

const showEntries = makeTable(
  "journal",
  {
    "No.": text(({ number }) => String(number)),
    "At (IST)": text(({ at: time }) => inIst(time)),
    Reference: withNote(
      ({ referenceId }) => referenceId || "(none)",
      ({ attempt }) => (attempt > 1 ? `question ${attempt}` : "")
    ),
    Told: withNote(
      ({ told }) => told,
      ({ hint }) => hint ?? ""
    ),
    HTTP: text(({ httpStatus }) => String(httpStatus)),
    Fault: text(({ fault }) => fault ?? "–"),
    Quirks: withNote(({ quirks }) => quirks.join(", ") || "–")
  },
  {
    caption: `Journal: newest first, at most ${entriesAtMost} entries`,
    empty: "Nothing was asked yet."
  }
)

const overviewAfter = (number) => call("GET", `overview?after=${number}`)

/**
 * The overview, its journal without the entries to keep. Asks for the newest entry that is known once
 * more: where it is missing or another, the journal was reset, or more was asked meanwhile than one
 * answer holds, and it is read anew.
 */
export const readOverview = async () => {
  const [newest] = journal
  if (newest === undefined) return { overview: await overviewAfter(0), kept: [] }
  const overview = await overviewAfter(newest.number - 1)
  const [same, ...added] = overview.journal
  if (JSON.stringify(same) === JSON.stringify(newest))
    return { overview: { ...overview, journal: added }, kept: journal }
  return { overview: await overviewAfter(0), kept: [] }
}

export const showJournal = (added, kept) => {
  write(at("pause"), paused ? `Go on (${added.length} new)` : "Pause")
  if (paused) return
  journal = [...added.toReversed(), ...kept].slice(0, entriesAtMost)
  showEntries(journal, ({ number }) => number)
}

at("pause").addEventListener("click", () => {
  paused = !paused
  void refresh()
})
