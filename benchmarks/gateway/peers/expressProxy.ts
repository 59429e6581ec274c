/** A gateway by hand on Express, axios and zod. `expressProxy.ts PORT PROVIDER` */
import { Agent } from "node:http"
import { create } from "axios"
import express, { type ErrorRequestHandler } from "express"
import { inquiryPath, ProviderFault, readAnswer, Reference } from "./reading.ts"

const [port, provider = ""] = process.argv.slice(2)
const client = create({
  baseURL: provider,
  timeout: 10_000,
  httpAgent: new Agent({ keepAlive: true, maxSockets: 256 }),
  validateStatus: () => true
})
const app = express()
app.disable("x-powered-by")
app.disable("etag")

app.get("/v1/transactions/:reference", async ({ params }, response) => {
  const reference = Reference.safeParse(params.reference)
  if (!reference.success) throw new ProviderFault("not a reference", 400)
  const { data, status } = await client.post(inquiryPath, {
    referenceid: reference.data,
    RegistrationID: "AOP-554"
  })
  const answer = readAnswer(reference.data, status, data)
  response.set("cache-control", answer.final ? "private, max-age=3600" : "no-store")
  response.json(answer)
})

const onError: ErrorRequestHandler = (error, _request, response, _next) => {
  const status = error instanceof ProviderFault ? error.httpStatus : 502
  response
    .status(status)
    .type("application/problem+json")
    .send(JSON.stringify({ status, title: error instanceof Error ? error.message : "fault" }))
}
app.use(onError)

app.listen(Number(port), "127.0.0.1")
