// Runs turbo tasks; pnpm installs first when dependencies are missing.
import { spawnSync } from "node:child_process"

/** Gives the exit code. Everything turbo prints goes to stderr when `quiet`, and only on failure. */
export const turbo = (tasks, { quiet = false, options = [] } = {}) =>
  spawnSync(
    "pnpm",
    ["exec", "turbo", "run", ...tasks, ...options, ...(quiet ? ["--output-logs=errors-only"] : [])],
    {
      stdio: quiet ? ["ignore", 2, 2] : ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32"
    }
  ).status ?? 1
