/** Does what load.ts tells it to. */
import autocannon from "autocannon"
import type { Load, Loaded } from "./load.ts"

const generate = async ({ bodies, connections, until, url }: Load): Promise<Loaded> => {
  let connected = 0
  let firstAnswer = 0
  let lastAnswer = 0
  const began = performance.now()
  const before = process.cpuUsage()
  const result = await autocannon({
    url,
    connections,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: bodies[0] ?? "",
    setupClient: (client) => {
      const connection = connected++
      client.on("response", () => {
        lastAnswer = performance.now()
        firstAnswer ||= lastAnswer
      })
      if (bodies.length < connections) return
      const own = bodies.filter((_, index) => index % connections === connection)
      client.setRequests(own.map((body) => ({ body })))
    },
    ...("seconds" in until ? { duration: until.seconds } : { amount: until.requests })
  })
  const { system, user } = process.cpuUsage(before)
  return {
    answered: result["2xx"],
    failed: result.non2xx + result.errors,
    // autocannon's own duration counts its preparation, and ends with a whole second.
    perSecond: result["2xx"] / ((lastAnswer - firstAnswer) / 1000),
    latencyMillis: { p50: result.latency.p50, p99: result.latency.p99 },
    generatorBusy: (user + system) / 1000 / (performance.now() - began)
  }
}

process.on("message", (load: Load) => {
  void generate(load).then((loaded) => process.send?.(loaded))
})
process.once("disconnect", () => process.exit())
