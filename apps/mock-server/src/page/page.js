/** The page: fills its menus once, and shows anew, each second, what the server holds. */
import { act } from "./actions.js"
import { showClock } from "./clock.js"
import { offerFaults, showFaults } from "./faults.js"
import { readOverview, showJournal } from "./journal.js"
import { showNamespaces } from "./namespaces.js"
import { offerQuirks, showQuirks } from "./quirks.js"
import { offerScenarios, showReferences } from "./references.js"
import { refresh, refreshBy } from "./refresh.js"
import { call } from "./server.js"

refreshBy(readOverview, ({ kept, overview }) => {
  showClock(overview.clock)
  showNamespaces(overview)
  showReferences(overview)
  showFaults(overview.faults)
  showQuirks(overview.quirks)
  showJournal(overview.journal, kept)
})

const offer = async () => {
  const { faults, quirks, scenarios } = await call("GET", "scenarios")
  offerScenarios(scenarios)
  offerFaults(faults)
  offerQuirks(quirks)
}

const watch = async () => {
  if (!document.hidden) await refresh()
  setTimeout(watch, 1000)
}

act("", offer)
document.addEventListener("visibilitychange", () => document.hidden || void refresh())
void watch()
