// Types, lint, format, unused code: everything but the tests.
import { turbo } from "./turbo.mjs"

process.exit(turbo(["typecheck", "lint", "format:check", "unused"], { options: ["--continue"] }))
