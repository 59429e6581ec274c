/** Loaded into a server before its program: profiles it when told to, once it is warm. */
import { Session } from "node:inspector/promises"

export type ProbeQuestion = "begin" | "end"

const session = new Session()
session.connect()
await session.post("Profiler.enable")
await session.post("Profiler.setSamplingInterval", { interval: 500 })

process.on("message", (question: ProbeQuestion) => {
  if (question === "begin") void session.post("Profiler.start").then(() => process.send?.("begun"))
  else
    void session
      .post("Profiler.stop")
      .then(({ profile }) => process.send?.(JSON.stringify(profile)))
})
