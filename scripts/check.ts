/** Types, lint, format, unused code: everything but the tests. */
import { turbo } from "./turbo.ts"

export const checks = [
  "typecheck",
  "typecheck:scripts",
  "lint",
  "lint:scripts",
  "format:check",
  "unused"
]

if (import.meta.main) process.exit(turbo(checks, { flags: ["--continue"] }))
