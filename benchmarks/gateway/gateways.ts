/** Starts the gateway, as it is built, and what stands behind it. */
import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { mockServer } from "../mock-server/servers/mockServer.ts"
import { startServer } from "../mock-server/start.ts"
import { loadCore } from "../processes.ts"
import { type Server, startAnswering, temporaryFolder, whenListening } from "../servers.ts"

const program = fileURLToPath(new URL("../../apps/http/dist/bin.js", import.meta.url))

const source = fileURLToPath(new URL("../../apps/http/src/bin.ts", import.meta.url))

if (!existsSync(program)) throw new Error("It is not built: run `npm run build` at the root.")

/** The mock server on the load's core: the server that is measured has its own. */
export const startMock = () =>
  startServer(mockServer, { answer: "", openApi: "" }, { core: loadCore })

/** A file of keys. */
export interface Keys {
  readonly file: string
  /** Makes one more, and gives it as a header. */
  readonly create: (name: string) => { readonly authorization: string }
}

export const makeKeys = (): Keys => {
  const file = join(temporaryFolder(), "keys.json")
  return {
    file,
    create: (name) => {
      const words = [program, "keys", "create", "--file", file, "--name", name]
      const stdio = ["ignore", "pipe", "ignore"] as const
      const key = execFileSync(process.execPath, words, { encoding: "utf8", stdio: [...stdio] })
      return { authorization: `Bearer ${key.trim()}` }
    }
  }
}

export const transactionPath = (reference: string): string => `/v1/transactions/${reference}`

const live = (origin: string): Promise<number> =>
  whenListening(origin, () => fetch(`${origin}/health/live`)).then(({ status }) => status)

export interface GatewayOptions {
  readonly name: string
  readonly provider: Server
  /** Without them it answers everyone on this machine. */
  readonly keys?: Keys
  readonly environment?: NodeJS.ProcessEnv
  /** From its source, so that a profile has names. */
  readonly fromSource?: boolean
  /** Of Node, e.g. for a profile. */
  readonly nodeFlags?: ReadonlyArray<string>
  readonly channel?: ReadonlyArray<"ipc">
}

export const startGateway = ({
  channel = [],
  environment,
  fromSource = false,
  keys,
  name,
  nodeFlags = [],
  provider
}: GatewayOptions): Promise<Server> =>
  startAnswering(
    {
      name,
      channel,
      command: (port) => [
        process.execPath,
        ...nodeFlags,
        ...(fromSource ? ["--conditions=@bill-payment-status/source", source] : [program]),
        "--host=127.0.0.1",
        `--port=${port}`,
        ...(keys === undefined ? [] : ["--keys", keys.file])
      ],
      environment: {
        AOPAY_BASE_URL: provider.origin,
        AOPAY_REGISTRATION_ID: "AOP-554",
        ...environment
      }
    },
    live
  )
