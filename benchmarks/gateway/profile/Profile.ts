/** A profile of Node's, told by function and by module. */
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

/** From the package or the folder on: `core/src/Paise.ts`, `effect/dist/Effect.js`. */
const moduleOf = ({ functionName, url }: CallFrame): string =>
  url === "" ? functionName : url.replace(/^file:.*\/(?:node_modules|packages|apps)\//, "")

const idle = new Set(["(idle)", "(program)", "(root)"])

const largestFirst = (times: ReadonlyMap<string, number>, all: number): Shares =>
  [...times]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, micros]) => [name, micros / all] as const)

export const readProfile = (json: string): { functions: Shares; modules: Shares } => {
  const profile: CpuProfile = JSON.parse(json)
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
