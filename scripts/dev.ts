/** Keeps the mock server and the gateway running, from source, reloaded when a file changes. */
import { spawn, spawnSync } from "node:child_process"
import { folderOf, mockSettings } from "./programs.ts"

const mock = "http://127.0.0.1:4010"
const gateway = "http://127.0.0.1:3000"

const installed = spawnSync("pnpm", ["install", "--reporter=silent"], { stdio: "inherit" })
if (installed.status !== 0) process.exit(installed.status ?? 1)

const watch = (app: "http" | "mock-server", env: { readonly [name: string]: string }) =>
  spawn(
    process.execPath,
    [
      "--watch",
      "--watch-preserve-output",
      "--conditions=@bill-payment-status/source",
      `${folderOf(app)}src/bin.ts`
    ],
    { env: { ...process.env, ...env }, stdio: "inherit" }
  )

const servers = [
  watch("mock-server", { PORT: "4010" }),
  watch("http", { PORT: "3000", ...mockSettings(mock) })
]
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    for (const server of servers) server.kill(signal)
  })

console.log(`A mock of AOPay on ${mock}, the gateway on ${gateway}. Try, in another terminal:

  npm start -- check paid-1 pending-1
  curl ${mock}/_mock/scenarios
  curl ${mock}/api/AOP/BillPaymentStatus -d '{"referenceid":"123456","RegistrationID":"AOP-554"}'
  curl ${gateway}/v1/transactions/123456

Both reload when a file changes; Ctrl-C stops them.
`)
