/** A profile of Node's, told by function and by module: a bundle names its modules in comments. */
import { readFileSync } from "node:fs"

interface CallFrame {
  readonly functionName: string
  readonly url: string
  readonly lineNumber: number
}

interface CpuProfile {
  readonly nodes: ReadonlyArray<{ readonly id: number; readonly callFrame: CallFrame }>
  readonly samples: ReadonlyArray<number>
  readonly timeDeltas: ReadonlyArray<number>
}

/** Share of the time the program ran, by name, the largest first. */
export type Shares = ReadonlyArray<readonly [name: string, share: number]>

/** Which module each line of a bundle came from. */
const modulesOf = (file: string): ReadonlyArray<string> => {
  let module = file
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => {
      module = /^\s*\/\/#region (.*)/.exec(line)?.[1] ?? module
      return module
    })
}

const bundles = new Map<string, ReadonlyArray<string>>()

const moduleOf = ({ functionName, lineNumber, url }: CallFrame): string => {
  if (!url.startsWith("file:")) return url === "" ? functionName : url
  const file = new URL(url).pathname
  const modules = bundles.get(file) ?? modulesOf(file)
  bundles.set(file, modules)
  return (modules[lineNumber] ?? file).replace(/^.*node_modules\//, "")
}

const idle = new Set(["(idle)", "(program)", "(root)"])

const largestFirst = (times: ReadonlyMap<string, number>, all: number): Shares =>
  [...times]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, micros]) => [name, micros / all] as const)

export const readProfile = (file: string): { functions: Shares; modules: Shares } => {
  const profile: CpuProfile = JSON.parse(readFileSync(file, "utf8"))
  const frames = new Map(profile.nodes.map(({ callFrame, id }) => [id, callFrame]))
  const functions = new Map<string, number>()
  const modules = new Map<string, number>()
  let all = 0
  for (const [index, id] of profile.samples.entries()) {
    const frame = frames.get(id)
    if (frame === undefined || idle.has(frame.functionName)) continue
    const micros = profile.timeDeltas[index] ?? 0
    const module = moduleOf(frame)
    const name = `${frame.functionName || "(anonymous)"} ${module}:${frame.lineNumber + 1}`
    functions.set(name, (functions.get(name) ?? 0) + micros)
    modules.set(module, (modules.get(module) ?? 0) + micros)
    all += micros
  }
  return { functions: largestFirst(functions, all), modules: largestFirst(modules, all) }
}
