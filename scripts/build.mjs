// Builds every package and program.
import { turbo } from "./turbo.mjs"

process.exit(turbo(["build"]))
