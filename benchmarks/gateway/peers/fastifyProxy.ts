/** A gateway by hand on Fastify, undici and zod. `fastifyProxy.ts PORT PROVIDER` */
import Fastify from "fastify"
import { Pool } from "undici"
import { paymentStatusSchema } from "./paymentStatusSchema.ts"
import { inquiryPath, ProviderFault, readAnswer, Reference } from "./reading.ts"

const [port, provider = ""] = process.argv.slice(2)
const pool = new Pool(provider, { connections: 256, bodyTimeout: 10_000, headersTimeout: 10_000 })
const app = Fastify({ routerOptions: { maxParamLength: 8192 } })

app.setErrorHandler((error, _request, reply) => {
  const status = error instanceof ProviderFault ? error.httpStatus : 502
  const title = error instanceof Error ? error.message : "unknown fault"
  void reply.code(status).type("application/problem+json").send(JSON.stringify({ status, title }))
})

app.get<{ Params: { reference: string } }>(
  "/v1/transactions/:reference",
  { schema: { response: { 200: paymentStatusSchema } } },
  async ({ params }, reply) => {
    const reference = Reference.safeParse(params.reference)
    if (!reference.success) throw new ProviderFault("not a reference", 400)
    const { body, statusCode } = await pool.request({
      path: inquiryPath,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ referenceid: reference.data, RegistrationID: "AOP-554" })
    })
    const answer = readAnswer(reference.data, statusCode, await body.json())
    reply.header("cache-control", answer.final ? "private, max-age=3600" : "no-store")
    return answer
  }
)

await app.listen({ host: "127.0.0.1", port: Number(port) })
