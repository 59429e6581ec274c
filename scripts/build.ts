/** Builds every package and program. */
import { turbo } from "./turbo.ts"

process.exit(turbo(["build"]))
