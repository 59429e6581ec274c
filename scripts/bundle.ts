/**
 * Bundles the program of the package in the current folder: src/bin.ts and all it imports become
 * dist/, which runs with Node alone.
 */
import { chmod, rm } from "node:fs/promises"
import { type Plugin, rolldown } from "rolldown"

/**
 * An `import` of a module of Node's reads all its exports, those it would load only when asked for too:
 * `fetch` with `node:http`, the streams of files with `node:fs`. That is a fifth of the time a short program takes
 * to start; `process.getBuiltinModule` does not. What rolldown itself imports is left alone: its runtime would
 * need the module that needs the runtime.
 */
const builtins: Plugin = {
  name: "builtins",
  resolveId: (id, importer = "") =>
    id.startsWith("node:") && !importer.startsWith("\0rolldown/")
      ? { id: `\0${id}`, moduleSideEffects: false }
      : null,
  load: (id) =>
    id.startsWith("\0node:")
      ? { code: `module.exports = process.getBuiltinModule("${id.slice(1)}")`, moduleType: "js" }
      : null
}

/** Effect makes one when it is loaded, for text that few programs print; that is another tenth. */
const lazySegmenter: Plugin = {
  name: "lazy-segmenter",
  transform: (code, id) => {
    if (!id.endsWith("/effect/dist/cli/CliOutput.js")) return null
    const [eager] = /new Intl\.Segmenter\([^)]*\)/.exec(code) ?? []
    if (eager === undefined) throw new Error(`${id} makes no Segmenter any more: drop this plugin`)
    return code.replace(eager, `{ segment: (text) => ${eager}.segment(text) }`)
  }
}

await rm("dist", { recursive: true, force: true })
const bundle = await rolldown({
  input: "src/bin.ts",
  platform: "node",
  plugins: [builtins, lazySegmenter],
  resolve: { conditionNames: ["@bill-payment-status/source", "node", "import"] },
  onLog(level, log, report) {
    if (level === "warn") throw new Error(log.message)
    report(level, log)
  }
})
await bundle.write({ dir: "dist", format: "esm", minify: true, entryFileNames: "[name].js" })
await bundle.close()
await chmod("dist/bin.js", 0o755)
