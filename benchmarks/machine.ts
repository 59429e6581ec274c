import { cpus, loadavg } from "node:os"

/** What the figures were measured on. */
export const machine = () => {
  const [first] = cpus()
  return {
    cpu: first?.model ?? "unknown",
    cores: cpus().length,
    node: process.version,
    /** Of the minute before; above 0 something else was running. */
    loadBefore: loadavg()[0] ?? Number.NaN
  }
}

export const describeMachine = ({ cores, cpu, loadBefore, node }: ReturnType<typeof machine>) =>
  `${cpu}, ${cores} cores, Node ${node}, load before the run ${loadBefore.toFixed(2)}`
