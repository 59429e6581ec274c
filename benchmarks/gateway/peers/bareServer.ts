/** The limit of what is answered from memory: a constant. `bareServer.ts PORT FILE TYPE` */
import { readFileSync } from "node:fs"
import { createServer } from "node:http"

const [port, file = "", type = ""] = process.argv.slice(2)
const answer = readFileSync(file)
const headers = { "content-type": type, "content-length": answer.byteLength }

createServer((_request, response) => {
  response.writeHead(200, headers).end(answer)
}).listen(Number(port), "127.0.0.1")
