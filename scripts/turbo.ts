/** Runs turbo tasks; pnpm installs first when dependencies are missing. */
import { spawnSync } from "node:child_process"

interface Options {
  readonly flags?: ReadonlyArray<string>
  /** Prints to stderr, and of the tasks only what failed. */
  readonly quiet?: boolean
}

/** Gives the exit code. */
export const turbo = (
  tasks: ReadonlyArray<string>,
  { flags = [], quiet = false }: Options = {}
): number => {
  const args = ["exec", "turbo", "run", ...tasks, ...flags, "--concurrency=2"]
  if (quiet) args.push("--output-logs=errors-only")
  const { status } = spawnSync("pnpm", args, {
    stdio: quiet ? ["ignore", 2, 2] : ["ignore", "inherit", "inherit"],
    // Part of every task's hash: what passed on one Node says nothing of another.
    env: { ...process.env, NODE_MAJOR: process.versions.node.split(".")[0] }
  })
  return status ?? 1
}
