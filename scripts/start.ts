/**
 * The main job with nothing to configure: builds, starts the mock server on a free port and asks it
 * with the real command line. With arguments, they are passed to `bill-status` instead.
 */
import { mockSettings, runCli, startServer } from "./programs.ts"
import { turbo } from "./turbo.ts"

const demonstration = [
  "check",
  "123456",
  "paid-1",
  "pending-1",
  "refund-due-1",
  "conflict-1",
  "not-found-1",
  "code-7-1"
]
const conflict = 6

console.error("Building…")
const built = turbo(["build"], {
  quiet: true,
  flags: ["--filter=@bill-payment-status/cli", "--filter=@bill-payment-status/mock-server"]
})
if (built !== 0) process.exit(built)

const args = process.argv.slice(2)
const mock = await startServer("mock-server")
const ask = async (command: ReadonlyArray<string>): Promise<number> => {
  const code = await runCli(command, mockSettings(mock.address))
  await mock.stop()
  return code
}

if (args.length > 0) {
  console.error(
    `A mock of AOPay answers on ${mock.address}; it is asked unless --base-url says otherwise.`
  )
  process.exit(await ask(args))
}

console.log(`
A mock of AOPay answers on ${mock.address}. Asking it about ${demonstration.length - 1} payments:

$ bill-status ${demonstration.join(" ")}
`)
const code = await ask(demonstration)
if (code !== conflict) {
  console.error(`bill-status ended with exit code ${code}; expected ${conflict}, as for Conflict.`)
  process.exit(1)
}
console.log(`
bill-status ended with exit code ${code}, as for Conflict: of several answers the gravest counts.

  npm start -- check 123456 --output json    one answer, for a program
  npm run dev                                the mock server and the gateway, kept running
  npm test                                   every check and test`)
