/**
 * Everything: types, lint, format, unused code, unit, contract and end-to-end tests. Ends with the
 * sum of what the test runners reported, on one line.
 */
import { existsSync, globSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { checks } from "./check.ts"
import { turbo } from "./turbo.ts"

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

const tested = globSync("{packages,apps}/*/").filter((folder) =>
  existsSync(join(folder, "vitest.config.ts"))
)
const reportOf = (folder: string): string => join(folder, ".reports/vitest.json")

for (const folder of tested) rmSync(reportOf(folder), { force: true })

const tasks = [...checks, "build", "test"]
console.log(`Running ${tasks.join(", ")} in ${tested.length} packages…`)
const status = turbo(tasks, { flags: ["--continue"] })

const unfinished = tested.filter((folder) => !existsSync(reportOf(folder)))
const reports = tested
  .filter((folder) => !unfinished.includes(folder))
  .map((folder): Report => JSON.parse(readFileSync(reportOf(folder), "utf8")))
const sum = (count: (report: Report) => number): number =>
  reports.reduce((total, report) => total + count(report), 0)

const passed = sum(({ numPassedTests }) => numPassedTests)
const failed = sum(({ numFailedTests }) => numFailedTests)
const skipped = sum(({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests)

for (const folder of unfinished) console.error(`The tests of ${folder} did not run to the end.`)
if (status !== 0 && failed === 0) console.error("Something failed besides the tests; see above.")
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
process.exit(status === 0 && failed === 0 && unfinished.length === 0 ? 0 : 1)
