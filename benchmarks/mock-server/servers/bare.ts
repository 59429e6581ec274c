import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Contender } from "./Contender.ts"

export const bare: Contender = {
  name: "bare node:http",
  command: ({ answer, folder, port }) => {
    const file = join(folder, "answer.json")
    writeFileSync(file, answer)
    const program = fileURLToPath(new URL("bareServer.ts", import.meta.url))
    return [process.execPath, program, String(port), file]
  }
}
