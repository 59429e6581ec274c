/** Reads a million mutated bodies: `pnpm fuzz [bodies] [seed]`. */
import { spawnSync } from "node:child_process"
import { turbo } from "./turbo.ts"

const ready = turbo(["typecheck"], { quiet: true, flags: ["--filter=@bill-payment-status/core"] })
if (ready !== 0) process.exit(ready)
const run = spawnSync(process.execPath, ["packages/core/fuzz/run.ts", ...process.argv.slice(2)], {
  stdio: "inherit"
})
process.exit(run.status ?? 1)
