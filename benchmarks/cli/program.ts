import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** `bill-status` as it is built. */
export const program = fileURLToPath(new URL("../../apps/cli/dist/bin.js", import.meta.url))

if (!existsSync(program)) throw new Error("It is not built: run `npm run build` at the root.")

/** What the mock server accepts. */
export const settingsFor = (origin: string): NodeJS.ProcessEnv => ({
  AOPAY_BASE_URL: origin,
  AOPAY_REGISTRATION_ID: "AOP-554"
})
