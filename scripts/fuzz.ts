/**
 * Reads a million mutated bodies, then asks a built gateway what its OpenAPI document makes up:
 * `pnpm fuzz [bodies] [seed] [requests]`.
 */
import { spawnSync } from "node:child_process"
import { turbo } from "./turbo.ts"

const run = (script: string, args: ReadonlyArray<string>): number =>
  spawnSync(process.execPath, [script, ...args], { stdio: "inherit" }).status ?? 1

const [bodies = "1000000", seed = "1", requests = "20000"] = process.argv.slice(2)
const ready = turbo(["typecheck", "build"], {
  quiet: true,
  flags: ["--filter=@bill-payment-status/core", "--filter=@bill-payment-status/http"]
})
if (ready !== 0) process.exit(ready)
const read = run("packages/core/fuzz/run.ts", [bodies, seed])
const asked = run("apps/http/fuzz/run.ts", [requests, seed])
process.exit(Math.max(read, asked))
