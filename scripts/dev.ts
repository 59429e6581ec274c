/** Keeps the mock server and the gateway running, from source, reloaded when a file changes. */
import { spawn, spawnSync } from "node:child_process"
import { connect } from "node:net"
import { createInterface } from "node:readline"
import { type App, folderOf, mockSettings, plainEnvironment } from "./programs.ts"

const servers = [
  { app: "mock-server", port: 4010 },
  { app: "http", port: 3000 }
] as const
const [mock, gateway] = servers.map(({ port }) => `http://127.0.0.1:${port}`)

const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })

for (const { port } of servers)
  if (await isTaken(port)) {
    console.error(`Port ${port} is taken. Stop what listens there, then run this again.`)
    process.exit(1)
  }

const installed = spawnSync("pnpm", ["install", "--reporter=silent"], { stdio: "inherit" })
if (installed.status !== 0) process.exit(installed.status ?? 1)

const watch = (app: App, port: number) => {
  const child = spawn(
    process.execPath,
    [
      "--watch",
      "--watch-preserve-output",
      "--conditions=@bill-payment-status/source",
      `${folderOf(app)}src/bin.ts`
    ],
    {
      env: { ...plainEnvironment(), ...mockSettings(`${mock}`), PORT: String(port) },
      stdio: ["ignore", "pipe", "inherit"]
    }
  )
  const lines = createInterface(child.stdout)
  lines.on("line", (line) => console.log(line))
  const answers = new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      if (line.includes(" listening on ")) resolve()
    })
  })
  return { child, answers }
}

const running = servers.map(({ app, port }) => watch(app, port))
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    for (const { child } of running) child.kill(signal)
  })

await Promise.all(running.map(({ answers }) => answers))
console.log(`
A mock of AOPay and the gateway answer. Try, in another terminal:

  npm start -- check paid-1 pending-then-paid-1 --base-url ${mock}
  curl ${mock}/_mock/scenarios
  curl ${mock}/api/AOP/BillPaymentStatus -d '{"referenceid":"123456","RegistrationID":"AOP-554"}'
  curl ${gateway}/v1/transactions/123456

Both reload when a file changes; Ctrl-C stops them.
`)
