/** What a `bin.ts` does first, on any Node: says which Node is needed, and starts quickly. */
import * as nodeModule from "node:module"

const fits = ([major = 0, minor = 0]: ReadonlyArray<number>): boolean =>
  major > 22 || (major === 22 && minor >= 19)

/** Imports the program through Node's compile cache; on an older Node it exits 64 instead. */
export const start = async (program: () => Promise<unknown>): Promise<void> => {
  const { node } = process.versions
  if (fits(node.split(".").map(Number))) {
    nodeModule.enableCompileCache()
    await program()
  } else {
    console.error(`This program needs Node 22.19 or newer; this is ${node}.`)
    process.exitCode = 64
  }
}
