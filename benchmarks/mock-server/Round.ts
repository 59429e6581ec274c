/** One server under load for a few seconds. */
import type { Loaded, RunLoad } from "../load.ts"
import { allCpuSeconds, cpuSecondsOf } from "../processes.ts"
import { median } from "../median.ts"
import { inquiryPath } from "./inquiry.ts"
import type { Server } from "./start.ts"

export interface Round extends Loaded {
  /** The server's share of its core; well below 1, something else was the limit. */
  readonly serverBusy: number
  /** Requests by what the server used of its core: hardly depends on what else the machine does. */
  readonly perCpuSecond: number
  /** How many cores other programs kept busy; above 0.05 or so the round was disturbed. */
  readonly othersBusy: number
}

export const connections = 32

/** A compiler or collector that goes on after its server's round would slow the next server. */
export const pause = ({ process: server }: Server): boolean => server.kill("SIGSTOP")

const resume = ({ process: server }: Server): boolean => server.kill("SIGCONT")

/** Wakes the server and pauses it again: no other one may run meanwhile. */
export const runRound = async (
  load: RunLoad,
  server: Server,
  bodies: ReadonlyArray<string>,
  seconds: number
): Promise<Round> => {
  resume(server)
  const url = server.origin + inquiryPath
  const cpuBefore = cpuSecondsOf(server.process)
  const allCpuBefore = allCpuSeconds()
  const began = performance.now()
  const loaded = await load({ url, bodies, connections, until: { seconds } })
  const took = (performance.now() - began) / 1000
  const cpuSeconds = cpuSecondsOf(server.process) - cpuBefore
  const allBusy = (allCpuSeconds() - allCpuBefore) / took
  pause(server)
  if (loaded.failed > 0) throw new Error(`${server.name}: ${loaded.failed} requests failed`)
  return {
    ...loaded,
    serverBusy: cpuSeconds / took,
    perCpuSecond: loaded.answered / cpuSeconds,
    othersBusy: Math.max(0, allBusy - cpuSeconds / took - loaded.generatorBusy)
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
    othersBusy: medianOf(({ othersBusy }) => othersBusy),
    perCpuSecond: medianOf(({ perCpuSecond }) => perCpuSecond),
    rounds
  }
}

export type Summary = ReturnType<typeof summaryOf>
