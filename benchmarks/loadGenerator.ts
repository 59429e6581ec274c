/** Does what load.ts tells it to. */
import { createHistogram } from "node:perf_hooks"
import autocannon from "autocannon"
import type { Load, Loaded } from "./load.ts"

const microsInMilli = 1000

const requestsOf = (
  { bodies = [], connections, countFrom, url }: Load,
  connection: number,
  next: () => number
): Array<autocannon.Request> => {
  const { pathname } = new URL(url)
  if (countFrom !== undefined)
    return [{ setupRequest: (request) => ({ ...request, path: `${pathname}${next()}` }) }]
  return bodies.length < connections
    ? []
    : bodies.filter((_, index) => index % connections === connection).map((body) => ({ body }))
}

const generate = async (load: Load): Promise<Loaded> => {
  const { bodies, connections, headers, until, url } = load
  const latencies = createHistogram({ figures: 3 })
  let next = load.countFrom ?? 0
  let connected = 0
  let firstAnswer = 0
  let lastAnswer = 0
  const began = performance.now()
  const before = process.cpuUsage()
  const result = await autocannon({
    url,
    connections,
    headers: { ...headers },
    ...(bodies === undefined
      ? {}
      : {
          method: "POST",
          headers: { ...headers, "content-type": "application/json" },
          body: bodies[0] ?? ""
        }),
    setupClient: (client) => {
      client.on("response", (_status, _bytes, millis) => {
        lastAnswer = performance.now()
        firstAnswer ||= lastAnswer
        latencies.record(Math.max(1, Math.round(millis * microsInMilli)))
      })
      const requests = requestsOf(load, connected, () => next++)
      connected += 1
      if (requests.length > 0) client.setRequests(requests)
    },
    ...("seconds" in until ? { duration: until.seconds } : { amount: until.requests })
  })
  const { system, user } = process.cpuUsage(before)
  const percentile = (share: number): number => latencies.percentile(share) / microsInMilli
  return {
    answered: result["2xx"],
    failed: result.non2xx + result.errors,
    // autocannon's own duration counts its preparation, and ends with a whole second.
    perSecond: result["2xx"] / ((lastAnswer - firstAnswer) / 1000),
    latencyMillis: { p50: percentile(50), p99: percentile(99) },
    generatorBusy: (user + system) / 1000 / (performance.now() - began)
  }
}

process.on("message", (load: Load) => {
  void generate(load).then((loaded) => process.send?.(loaded))
})
process.once("disconnect", () => process.exit())
