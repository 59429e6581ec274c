// Runs scripts/<verb>.ts with a fitting Node and pnpm, fetching them where they are missing.
// Written for any Node from 18 on: it is the first thing a fresh machine runs.
import { spawn, spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const [verb, ...args] = process.argv.slice(2)
const root = fileURLToPath(new URL("..", import.meta.url))
const script = fileURLToPath(new URL(`${verb}.ts`, import.meta.url))

const majorOf = (command) => {
  const { status, stdout } = spawnSync(command, ["--version"], { cwd: root, encoding: "utf8" })
  return status === 0 ? Number.parseInt(stdout, 10) : undefined
}

const [nodeMajor, nodeMinor] = process.versions.node.split(".").map(Number)
const nodeFits = nodeMajor % 2 === 0 && (nodeMajor > 22 || (nodeMajor === 22 && nodeMinor >= 19))
const pnpmFits = majorOf("pnpm") === 12

const npxArguments = () => {
  const packages = [...(nodeFits ? [] : ["node@24"]), ...(pnpmFits ? [] : ["pnpm@12"])]
  console.error(
    `Using ${packages.join(" and ")} through npx; fetching them the first time takes about 20 seconds…`
  )
  const allowScripts = majorOf("npm") >= 12 ? ["--allow-scripts=pnpm,node"] : []
  return ["--yes", ...packages.map((name) => `--package=${name}`), ...allowScripts, "node"]
}

const [command, before] = nodeFits && pnpmFits ? [process.execPath, []] : ["npx", npxArguments()]
const child = spawn(command, [...before, script, ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1" }
})
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal))
child.once("error", ({ message }) => {
  console.error(`Cannot run ${command}: ${message}`)
  process.exit(1)
})
child.once("exit", (code) => process.exit(code ?? 1))
