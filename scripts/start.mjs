// The main job with nothing to configure: builds, starts the mock server on a free port and asks it
// with the real command line. With arguments, they are passed to `bill-status` instead.
import { mockSettings, runCli, startServer } from "./programs.mjs"
import { turbo } from "./turbo.mjs"

const args = process.argv.slice(2)
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
const gravestOfDemonstration = 6

console.error("Building…")
const built = turbo(["build"], {
  quiet: true,
  options: ["--filter=@bill-payment-status/cli", "--filter=@bill-payment-status/mock-server"]
})
if (built !== 0) process.exit(built)

const mock = await startServer("mock-server")
const ask = (command) => runCli(command, mockSettings(mock.address))

if (args.length > 0) {
  const code = await ask(args)
  await mock.stop()
  process.exit(code)
}

console.log(`\nA mock of AOPay answers on ${mock.address}. Asking it about 7 payments:\n`)
console.log(`$ bill-status ${demonstration.join(" ")}\n`)
const code = await ask(demonstration)
await mock.stop()
console.log(`
Its exit code is ${code}: the gravest of the seven, as Conflict is 6.

Next: npm start -- check 123456 --output json    one answer, for a program
      npm run dev                                the mock server, kept running
      npm test                                   everything tested`)
if (code !== gravestOfDemonstration) {
  console.error(`Expected exit code ${gravestOfDemonstration}.`)
  process.exit(1)
}
