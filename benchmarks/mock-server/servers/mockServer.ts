import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Contender } from "./Contender.ts"

const program = fileURLToPath(new URL("../../../apps/mock-server/dist/bin.js", import.meta.url))

/** This repository's, as it is built. */
export const mockServer: Contender = {
  name: "mock server",
  command: ({ port }) => {
    if (!existsSync(program)) throw new Error("It is not built: run `npm run build` at the root.")
    return [process.execPath, program, "--host=127.0.0.1", `--port=${port}`]
  }
}
