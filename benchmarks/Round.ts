/** One server under load for a few seconds. */
import { setTimeout } from "node:timers/promises"
import type { Load, Loaded, RunLoad } from "./load.ts"
import { median } from "./median.ts"
import { allCpuSeconds, cpuSecondsOf } from "./processes.ts"
import type { Server } from "./servers.ts"

export interface Round extends Loaded {
  /** The server's share of its core; well below 1, something else was the limit. */
  readonly serverBusy: number
  /** Requests by what the server used of its core: hardly depends on what else the machine does. */
  readonly perCpuSecond: number
  /** What the generator and the servers behind used of the load's core; near 1 they are the limit. */
  readonly loadBusy: number
  /** How many cores other programs kept busy; above 0.05 or so the round was disturbed. */
  readonly othersBusy: number
}

export const connections = 32

/** A compiler or collector that goes on after its server's round would slow the next server. */
export const pause = ({ process: server }: Server): boolean => server.kill("SIGSTOP")

const resume = ({ process: server }: Server): boolean => server.kill("SIGCONT")

/** What a server is asked. */
export interface Questions extends Pick<Load, "bodies" | "countFrom" | "headers"> {
  readonly path: string
}

export interface Surroundings {
  /** How long a server needs to find that it was paused, before it is asked. */
  readonly settleMillis?: number
  /** What the server asks in turn; it runs on the load's core. */
  readonly behind?: Server
}

/** Wakes the server and pauses it again: no other one may run meanwhile. */
export const runRound = async (
  load: RunLoad,
  server: Server,
  { path, ...questions }: Questions,
  seconds: number,
  { behind, settleMillis = 0 }: Surroundings = {}
): Promise<Round> => {
  resume(server)
  await setTimeout(settleMillis)
  const url = server.origin + path
  const behindSeconds = () => (behind === undefined ? 0 : cpuSecondsOf(behind.process))
  const behindBefore = behindSeconds()
  const cpuBefore = cpuSecondsOf(server.process)
  const allCpuBefore = allCpuSeconds()
  const began = performance.now()
  const loaded = await load({ url, ...questions, connections, until: { seconds } })
  const took = (performance.now() - began) / 1000
  const cpuSeconds = cpuSecondsOf(server.process) - cpuBefore
  const allBusy = (allCpuSeconds() - allCpuBefore) / took
  const loadBusy = loaded.generatorBusy + (behindSeconds() - behindBefore) / took
  pause(server)
  if (loaded.failed > 0) throw new Error(`${server.name}: ${loaded.failed} requests failed`)
  return {
    ...loaded,
    serverBusy: cpuSeconds / took,
    perCpuSecond: loaded.answered / cpuSeconds,
    loadBusy,
    othersBusy: Math.max(0, allBusy - cpuSeconds / took - loadBusy)
  }
}

export const summaryOf = (name: string, rounds: ReadonlyArray<Round>) => {
  const medianOf = (figure: (round: Round) => number) => median(rounds.map(figure))
  const speeds = rounds.map(({ perSecond }) => perSecond)
  return {
    name,
    perSecond: medianOf(({ perSecond }) => perSecond),
    lowest: Math.min(...speeds),
    highest: Math.max(...speeds),
    serverBusy: medianOf(({ serverBusy }) => serverBusy),
    loadBusy: medianOf(({ loadBusy }) => loadBusy),
    othersBusy: medianOf(({ othersBusy }) => othersBusy),
    perCpuSecond: medianOf(({ perCpuSecond }) => perCpuSecond),
    p50Millis: medianOf(({ latencyMillis }) => latencyMillis.p50),
    p99Millis: medianOf(({ latencyMillis }) => latencyMillis.p99),
    rounds
  }
}

export type Summary = ReturnType<typeof summaryOf>
