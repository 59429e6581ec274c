/**
 * Fails when a package we build with has a known vulnerability of severity high or more. All are asked about,
 * not only dependencies for production: what the programs contain is bundled from the others. That the registry
 * does not answer is said, and fails nothing.
 */
import { spawnSync } from "node:child_process"

interface Advisory {
  readonly module_name: string
  readonly severity: string
  readonly title: string
  readonly url: string
}

interface Report {
  readonly advisories: { readonly [id: string]: Advisory }
}

const grave: ReadonlySet<string> = new Set(["high", "critical"])

const patienceMillis = 60_000

const isReport = (value: unknown): value is Report =>
  typeof value === "object" && value !== null && "advisories" in value && "metadata" in value

/** Undefined where it is none. */
const read = (text: string): Report | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return isReport(value) ? value : undefined
  } catch {
    return undefined
  }
}

const { stdout } = spawnSync("pnpm", ["audit", "--json", ...process.argv.slice(2)], {
  encoding: "utf8",
  timeout: patienceMillis,
  stdio: ["ignore", "pipe", "ignore"]
})
const report = read(stdout)

if (report === undefined) {
  console.error("=".repeat(80))
  console.error(
    "NOT AUDITED: the registry did not answer. Known vulnerabilities are not looked for."
  )
  console.error("=".repeat(80))
} else {
  const found = Object.values(report.advisories)
  for (const { module_name, severity, title, url } of found)
    console.error(`${severity}: ${module_name}: ${title} (${url})`)
  const fatal = found.filter(({ severity }) => grave.has(severity)).length
  console.log(`Audited: ${found.length} known vulnerabilities, ${fatal} of them high or critical.`)
  process.exitCode = fatal === 0 ? 0 : 1
}
