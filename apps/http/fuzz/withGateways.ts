/** Built gateways on the stub layer: one that needs no key, and one with a keys file. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runCaptured, startServer } from "../../../scripts/programs.ts"

export interface FuzzedGateway {
  /** How it is, e.g. `with keys`. */
  readonly name: string
  readonly address: string
  /** What requests to it may carry; an empty one is none. */
  readonly keys: ReadonlyArray<string>
}

const quiet = { BILL_STATUS_LAYER: "stub", BILL_STATUS_REQUEST_LOG: "off" }

const createKey = async (file: string, ...flags: ReadonlyArray<string>): Promise<string> => {
  const args = ["keys", "create", "--name", "fuzz", "--file", file, ...flags]
  const { code, stderr, stdout } = await runCaptured("http", args)
  if (code !== 0) throw new Error(stderr)
  return stdout.trim()
}

export const withGateways = async <A>(
  use: (gateways: { readonly open: FuzzedGateway; readonly keyed: FuzzedGateway }) => Promise<A>
): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-"))
  const file = join(folder, "keys.json")
  const admin = ["read", "batch", "track", "compat", "admin"].flatMap((scope) => ["--scope", scope])
  const keys = [
    "",
    "bps_live_nonsense",
    await createKey(file, ...admin, "--registration", "AOP-554"),
    await createKey(file, "--scope", "read"),
    await createKey(file, "--rate", "20/s"),
    await createKey(file, "--concurrency", "1")
  ]
  const [open, keyed] = await Promise.all([
    startServer("http", quiet),
    startServer("http", quiet, ["--keys", file])
  ])
  try {
    return await use({
      open: { name: "without keys", address: open.address, keys: [] },
      keyed: { name: "with keys", address: keyed.address, keys }
    })
  } finally {
    await Promise.all([open.stop(), keyed.stop()])
    rmSync(folder, { recursive: true })
  }
}
