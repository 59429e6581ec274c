/**
 * Bundles the program of the package in the current folder: src/bin.ts and all it imports become
 * dist/, which runs with Node alone.
 */
import { chmod, rm } from "node:fs/promises"
import { rolldown } from "rolldown"

await rm("dist", { recursive: true, force: true })
const bundle = await rolldown({
  input: "src/bin.ts",
  platform: "node",
  resolve: { conditionNames: ["@bill-payment-status/source", "node", "import"] },
  onLog(level, log, report) {
    if (level === "warn") throw new Error(log.message)
    report(level, log)
  }
})
await bundle.write({ dir: "dist", format: "esm", minify: true, entryFileNames: "[name].js" })
await bundle.close()
await chmod("dist/bin.js", 0o755)
