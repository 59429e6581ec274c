// Runs scripts/<verb>.ts with a fitting Node and pnpm, fetching them where they are missing.
// Written for any Node from 18 on: it is the first thing a fresh machine runs.
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const [verb, ...args] = process.argv.slice(2)
const root = fileURLToPath(new URL("..", import.meta.url))
const script = fileURLToPath(new URL(`${verb}.ts`, import.meta.url))

const versionOf = (command, ...rest) => {
  const { stdout, status } = spawnSync(command, [...rest, "--version"], {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32"
  })
  return status === 0 ? stdout.trim().replace(/^v/, "").split(".").map(Number) : []
}

const [nodeMajor, nodeMinor] = process.versions.node.split(".").map(Number)
const nodeFits = nodeMajor % 2 === 0 && (nodeMajor > 22 || (nodeMajor === 22 && nodeMinor >= 19))
const pnpmFits = versionOf("pnpm")[0] === 12

const npxArguments = () => {
  const packages = [...(nodeFits ? [] : ["node@24"]), ...(pnpmFits ? [] : ["pnpm@12"])]
  const npmRunsNoScripts = versionOf("npm")[0] >= 12
  console.error(
    `Using ${packages.join(" and ")} through npx; fetching them the first time takes about 20 seconds…`
  )
  return [
    "--yes",
    ...packages.map((name) => `--package=${name}`),
    ...(npmRunsNoScripts ? [`--allow-scripts=${nodeFits ? "pnpm" : "node,pnpm"}`] : []),
    "node"
  ]
}

const [command, before] = nodeFits && pnpmFits ? [process.execPath, []] : ["npx", npxArguments()]
const { error, status } = spawnSync(command, [...before, script, ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1" },
  shell: process.platform === "win32"
})
if (error !== undefined) console.error(`Cannot run ${command}: ${error.message}`)
process.exit(status ?? 1)
