/** What is measured beside what: the gateway in several settings, bare Node, and gateways by hand. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { packageFolder } from "../mock-server/servers/packageFolder.ts"
import { type Server, startAnswering, temporaryFolder, whenListening } from "../servers.ts"
import { makeKeys, startGateway, transactionPath } from "./gateways.ts"

/** A server, and the headers it is to be asked with. */
export interface Contender extends Server {
  readonly headers: { readonly [name: string]: string }
}

const programOf = (file: string): string => fileURLToPath(new URL(`peers/${file}`, import.meta.url))

/** An answer and its type. */
export interface Answered {
  readonly type: string
  readonly body: string
}

export const ask = async (
  { headers, name, origin }: Contender,
  reference: string
): Promise<Answered> => {
  const url = origin + transactionPath(reference)
  const response = await whenListening(origin, () => fetch(url, { headers }))
  const body = await response.text()
  if (response.status !== 200) throw new Error(`${name}: HTTP ${response.status} ${body}`)
  return { type: response.headers.get("content-type") ?? "", body }
}

const startPeer = async (
  name: string,
  file: string,
  words: ReadonlyArray<string>
): Promise<Contender> => {
  const server = await startAnswering(
    {
      name,
      command: (port) => [process.execPath, programOf(file), String(port), ...words]
    },
    (origin) => whenListening(origin, () => fetch(origin + transactionPath("paid-1")))
  )
  return { ...server, headers: {} }
}

const log = (setting: "on" | "off") => ({ BILL_STATUS_REQUEST_LOG: setting })

/** With and without keys and the log of requests; what they log goes to a file. */
export const startGateways = async (provider: Server) => {
  const keys = makeKeys()
  const key = keys.create("bench")
  const start = async (name: string, environment: NodeJS.ProcessEnv, withKey: boolean) => ({
    ...(await startGateway({ name, provider, environment, ...(withKey ? { keys } : {}) })),
    headers: withKey ? key : {}
  })
  return {
    plain: await start("gateway, no keys, no log", log("off"), false),
    logged: await start("gateway, no keys", log("on"), false),
    keyed: await start("gateway, a key, no log", log("off"), true),
    usual: await start("gateway, a key", log("on"), true)
  }
}

/** The limit for this answer. */
export const startBare = ({ body, type }: Answered): Promise<Contender> => {
  const file = join(temporaryFolder(), "answer.json")
  writeFileSync(file, body)
  return startPeer("bare node:http", "bareServer.ts", [file, type])
}

const named = (...packages: ReadonlyArray<string>): string =>
  packages.map((name) => `${name} ${packageFolder(name).version}`).join(", ")

export const startProxies = async ({ origin }: Server) => ({
  bareProxy: await startPeer("bare node:http, unread", "bareProxy.ts", [origin]),
  fastify: await startPeer(named("fastify", "undici", "zod"), "fastifyProxy.ts", [origin]),
  express: await startPeer(named("express", "axios", "zod"), "expressProxy.ts", [origin])
})
