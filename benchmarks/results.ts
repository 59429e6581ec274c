import { mkdirSync, writeFileSync } from "node:fs"

const folder = new URL("results/", import.meta.url)

/** Writes results/<name>.json. */
export const writeResult = (name: string, result: object): void => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(result, undefined, 2)}\n`)
  console.log(`Written to benchmarks/results/${name}.json`)
}
