/** What a `bin.ts` does first, on any Node: says which Node is needed, and starts quickly. */
const fits = ([major = 0, minor = 0]: ReadonlyArray<number>): boolean =>
  major > 22 || (major === 22 && minor >= 19)

interface Manifest {
  readonly bin: { readonly [name: string]: string }
  readonly version: string
}

const readManifest = (url: URL): Manifest =>
  JSON.parse(process.getBuiltinModule("node:fs").readFileSync(url, "utf8"))

/**
 * Imports the program through Node's compile cache; on an older Node it exits 64 instead. With the address of
 * its package.json, `--version` by itself is answered without loading the program.
 */
export const start = async (program: () => Promise<unknown>, manifest?: URL): Promise<void> => {
  const { argv, versions } = process
  if (!fits(versions.node.split(".").map(Number))) {
    console.error(`This program needs Node 22.19 or newer; this is ${versions.node}.`)
    process.exitCode = 64
  } else if (manifest !== undefined && argv.length === 3 && argv[2] === "--version") {
    const { bin, version } = readManifest(manifest)
    console.log(`${Object.keys(bin).join()} v${version}`)
  } else {
    process.getBuiltinModule("node:module").enableCompileCache()
    await program()
  }
}
