/** The limit: reads the JSON of the body and answers a constant. `bareServer.ts PORT FILE` */
import { readFileSync } from "node:fs"
import { createServer } from "node:http"

const [port, file = ""] = process.argv.slice(2)
const answer = readFileSync(file, "utf8")
const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(answer) }

createServer((request, response) => {
  let body = ""
  request.on("data", (chunk: Buffer) => {
    // Right for ASCII, and faster than Node's decoder.
    body += chunk.toString()
  })
  request.once("end", () => {
    JSON.parse(body)
    response.writeHead(200, headers).end(answer)
  })
}).listen(Number(port), "127.0.0.1")
