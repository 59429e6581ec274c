import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

const require = createRequire(import.meta.url)

/** Where an installed package is, and which version. */
export const packageFolder = (name: string) => {
  const packageJson = require.resolve(`${name}/package.json`)
  const { version }: { readonly version: string } = JSON.parse(readFileSync(packageJson, "utf8"))
  return { version, file: (path: string) => join(dirname(packageJson), path) }
}
