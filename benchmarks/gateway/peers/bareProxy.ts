/** The limit of what asks AOPay: passes the answer on unread, on node:http alone. `bareProxy.ts PORT PROVIDER` */
import { Agent, createServer, request, type ServerResponse } from "node:http"
import { inquiryPath } from "./reading.ts"

const [port, provider = ""] = process.argv.slice(2)
const kept = new Agent({ keepAlive: true })
const endpoint = new URL(inquiryPath, provider)

/** A kept connection may turn out to be closed. */
const ask = (body: string, response: ServerResponse, agent: Agent | false): void => {
  const headers = { "content-type": "application/json", "content-length": body.length }
  request(endpoint, { method: "POST", agent, headers }, (answer) => {
    const chunks: Array<Buffer> = []
    answer.on("data", (chunk: Buffer) => chunks.push(chunk))
    answer.once("end", () => {
      const bytes = Buffer.concat(chunks)
      response
        .writeHead(200, { "content-type": "application/json", "content-length": bytes.byteLength })
        .end(bytes)
    })
  })
    .once("error", () => {
      if (agent === false) response.destroy()
      else ask(body, response, false)
    })
    .end(body)
}

createServer(({ url = "" }, response) => {
  const referenceid = url.slice(url.lastIndexOf("/") + 1)
  ask(JSON.stringify({ referenceid, RegistrationID: "AOP-554" }), response, kept)
}).listen(Number(port), "127.0.0.1")
