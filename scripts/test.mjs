// Everything: types, lint, format, unused code, unit, contract and end-to-end tests. Ends with the
// sum of what the test runners reported, on one line.
import { existsSync, globSync, readFileSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { turbo } from "./turbo.mjs"

const packages = globSync("{packages,apps}/*/package.json").filter(
  (file) => JSON.parse(readFileSync(file, "utf8")).scripts?.test !== undefined
)
const reportOf = (file) => join(dirname(file), ".reports/vitest.json")

for (const file of packages) rmSync(reportOf(file), { force: true })

const tasks = ["typecheck", "lint", "format:check", "unused", "build", "test"]
console.log(`Running ${tasks.join(", ")} for ${packages.length} packages…`)
const status = turbo(tasks, { options: ["--continue"] })

let passed = 0
let failed = 0
let skipped = 0
let missing = 0
for (const file of packages) {
  if (!existsSync(reportOf(file))) {
    console.error(`${dirname(file)}: its tests did not run to the end.`)
    missing += 1
    continue
  }
  const report = JSON.parse(readFileSync(reportOf(file), "utf8"))
  passed += report.numPassedTests
  failed += report.numFailedTests
  skipped += report.numPendingTests + report.numTodoTests
}

const ok = status === 0 && failed === 0 && missing === 0
if (!ok && failed === 0) console.error("A check failed; see above.")
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
process.exit(ok ? 0 : 1)
