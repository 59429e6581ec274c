/** A profile of Node's, told by function and by module. */

interface CallFrame {
  readonly functionName: string
  readonly url: string
  readonly lineNumber: number
}

interface Node {
  readonly id: number
  readonly callFrame: CallFrame
  readonly children?: ReadonlyArray<number>
}

interface CpuProfile {
  readonly nodes: ReadonlyArray<Node>
  readonly samples: ReadonlyArray<number>
  readonly timeDeltas: ReadonlyArray<number>
}

/** Share of the time the program ran, by name, the largest first. */
export type Shares = ReadonlyArray<readonly [name: string, share: number]>

/** From the package or the folder on: `core/src/Paise.ts`, `effect/dist/Effect.js`. */
const moduleOf = ({ functionName, url }: CallFrame): string =>
  url === "" ? functionName : url.replace(/^file:.*\/(?:node_modules|packages|apps)\//, "")

const nameOf = (frame: CallFrame): string =>
  `${frame.functionName || "(anonymous)"} ${moduleOf(frame)}:${frame.lineNumber + 1}`

const isIdle = ({ functionName, url }: CallFrame): boolean =>
  ["(idle)", "(program)", "(root)"].includes(functionName) || url === "node:inspector"

const largestFirst = (times: ReadonlyMap<string, number>, all: number): Shares =>
  [...times]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, micros]) => [name, micros / all] as const)

const add = (times: Map<string, number>, name: string, micros: number): void =>
  void times.set(name, (times.get(name) ?? 0) + micros)

export const readProfile = (json: string) => {
  const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(json)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const own = new Map<number, number>()
  for (const [index, id] of samples.entries())
    own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0))

  const modules = new Map<string, number>()
  const functions = new Map<string, number>()
  const withCallees = new Map<string, number>()
  /** Gives the time of a node and all under it; a function that calls itself counts once. */
  const visit = (node: Node, callers: ReadonlySet<string>): number => {
    const name = nameOf(node.callFrame)
    const ownMicros = isIdle(node.callFrame) ? 0 : (own.get(node.id) ?? 0)
    add(modules, moduleOf(node.callFrame), ownMicros)
    add(functions, name, ownMicros)
    const under = new Set(callers).add(name)
    const micros = (node.children ?? [])
      .flatMap((id) => byId.get(id) ?? [])
      .reduce((sum, child) => sum + visit(child, under), ownMicros)
    if (!callers.has(name)) add(withCallees, name, micros)
    return micros
  }
  const [root] = nodes
  const all = root === undefined ? 0 : visit(root, new Set())
  return {
    modules: largestFirst(modules, all),
    functions: largestFirst(functions, all),
    withCallees: largestFirst(withCallees, all)
  }
}
