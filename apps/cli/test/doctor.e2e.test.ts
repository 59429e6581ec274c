import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { createServer as createSecureServer } from "node:https"
import { connect, createServer as createTcpServer, type Server as TcpServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  binOf,
  type Finished,
  mockSettings,
  runCaptured,
  type RunningServer,
  startServer
} from "../../../scripts/programs.ts"
import { canMakeCertificates, CertificateFolder } from "./certificates.ts"

/** Words that stand nowhere else. */
const registration = "REG-5d7a1f"
const apiKey = "key-91c3be"
const proxyPassword = "pass-27e0d4"
const secrets = [
  registration,
  apiKey,
  proxyPassword,
  Buffer.from(`bob:${proxyPassword}`).toString("base64")
]

type Environment = { readonly [name: string]: string }

const notFound = JSON.stringify({ response_code: 2, status: false, message: "Not found" })
const html = "<!doctype html><title>Welcome</title><h1>Hello</h1>"

let mock: RunningServer
let folder: string
const certificates = new CertificateFolder()
const servers: Array<Server | TcpServer> = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "doctor-"))
  mock = await startServer("mock-server")
})

afterAll(async () => {
  for (const server of servers) {
    if ("closeAllConnections" in server) server.closeAllConnections()
    server.close()
  }
  rmSync(folder, { recursive: true })
  certificates.remove()
  await mock.stop()
})

/** Gives the port. */
const listen = async (server: Server | TcpServer): Promise<number> => {
  servers.push(server)
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening)
  })
  const bound = server.address()
  assert(bound !== null && typeof bound === "object")
  return bound.port
}

const answering = (body: string, headers: { readonly [name: string]: string } = {}): Server =>
  createServer((request, response) => {
    request.resume()
    response.writeHead(200, headers).end(body)
  })

/** Runs `doctor`; whatever it prints, no secret and no stack trace is part of it. */
const doctor = async (env: Environment, ...args: ReadonlyArray<string>): Promise<Finished> => {
  const finished = await runCaptured("cli", ["doctor", ...args], env)
  for (const secret of secrets) assert.notInclude(finished.stdout + finished.stderr, secret)
  assert.notMatch(finished.stdout + finished.stderr, /\n\s+at /)
  assert.notMatch(finished.stdout, /[^\P{C}\n]/u)
  return finished
}

const settings = (baseUrl: string): Environment => ({
  AOPAY_BASE_URL: baseUrl,
  AOPAY_REGISTRATION_ID: registration,
  AOPAY_API_KEY: apiKey
})

interface Step {
  readonly step: string
  readonly state: string
  readonly found: string
  readonly todo: string | null
}

interface Diagnosis {
  readonly code: number
  readonly ok: boolean
  readonly steps: ReadonlyArray<Step>
  readonly at: (name: string) => Step
}

const diagnose = async (env: Environment, ...args: ReadonlyArray<string>): Promise<Diagnosis> => {
  const { code, stderr, stdout } = await doctor(env, "--output", "json", ...args)
  assert.strictEqual(stderr, "")
  const { ok, steps }: Diagnosis = JSON.parse(stdout)
  const at = (name: string): Step => {
    const found = steps.find(({ step }) => step === name)
    assert(found !== undefined, name)
    return found
  }
  return { code, ok, steps, at }
}

const statesOf = ({ steps }: Diagnosis): string => steps.map(({ state }) => state).join(" ")

describe("where all is well", () => {
  it("every step is told, the last line is short, and the exit code is 0", async () => {
    const { code, stderr, stdout } = await doctor(mockSettings(mock.address))
    assert.strictEqual(code, 0)
    assert.strictEqual(stderr, "")
    const lines = stdout.trimEnd().split("\n")
    assert.strictEqual(lines.at(-1), "Everything works.")
    const told = lines.filter((line) => /^\S/.test(line)).slice(0, -1)
    assert.deepStrictEqual(
      told.map((line) => line.split(/\s+/, 2).join(" ")),
      [
        "ok node",
        "ok file",
        "ok settings",
        "ok proxy",
        "ok name",
        "ok tcp",
        "skip tls",
        "ok inquiry",
        "ok clock"
      ]
    )
  })

  it("json is one object of exactly this shape", async () => {
    const { code, stdout } = await doctor(mockSettings(mock.address), "--output", "json")
    assert.strictEqual(code, 0)
    const said: Diagnosis = JSON.parse(stdout)
    assert.deepStrictEqual(Object.keys(said), ["ok", "steps"])
    assert.strictEqual(said.ok, true)
    for (const step of said.steps) {
      assert.deepStrictEqual(Object.keys(step), ["step", "state", "found", "todo"])
      assert.isNull(step.todo)
      assert.isAbove(step.found.length, 0)
    }
  })

  it("any verdict about another reference is fine", async () => {
    const settings = mockSettings(mock.address)
    const { at, code } = await diagnose(settings, "--reference", "conflict-1")
    assert.strictEqual(code, 0)
    assert.match(at("inquiry").found, /^AOPay answers Conflict \(HTTP 200\)/)
  })

  it("asks about a reference that nobody has sent, once", async () => {
    const bodies: Array<string> = []
    const port = await listen(
      createServer(async (request, response) => {
        bodies.push(Buffer.concat(await request.toArray()).toString())
        response.writeHead(503).end()
      })
    )
    const { at, code } = await diagnose(settings(`http://127.0.0.1:${port}`))
    assert.strictEqual(code, 10)
    assert.match(at("inquiry").found, /^ProviderUnavailable \(HTTP 503\)/)
    assert.deepStrictEqual(
      bodies.map((body) => JSON.parse(body)),
      [{ referenceid: "bill-status-doctor", RegistrationID: registration }]
    )
  })

  it("with --layer stub nothing is asked", async () => {
    const diagnosis = await diagnose({ AOPAY_BASE_URL: "http://bob:secret@x" }, "--layer", "stub")
    assert.strictEqual(diagnosis.code, 0)
    assert.strictEqual(statesOf(diagnosis), "ok ok ok skip skip skip skip skip skip")
    assert.notInclude(diagnosis.at("settings").found, "bob")
  })
})

describe("colour", () => {
  it("stands beside the word, and only where it is wanted", async () => {
    const env = mockSettings(mock.address)
    const { stdout } = await runCaptured("cli", ["doctor"], { ...env, FORCE_COLOR: "1" })
    assert.include(stdout, "\u001b[32mok")
    const plain = await runCaptured("cli", ["doctor"], { ...env, NO_COLOR: "1" })
    assert.notInclude(plain.stdout, "\u001b")
  })
})

describe("settings", () => {
  it("a missing registration is 64, and the rest is skipped", async () => {
    const diagnosis = await diagnose({ AOPAY_BASE_URL: mock.address })
    assert.strictEqual(diagnosis.code, 64)
    assert.strictEqual(diagnosis.ok, false)
    assert.strictEqual(statesOf(diagnosis), "ok ok fail skip skip skip skip skip skip")
    assert.match(
      diagnosis.at("settings").todo ?? "",
      /^AOPAY_REGISTRATION_ID is not set\. Set it to/
    )
    assert.strictEqual(diagnosis.at("clock").found, "settings must be mended first")
  })

  it("all wrong ones are told at once, and no wrong value is shown", async () => {
    const env = {
      ...settings("unused"),
      BILL_STATUS_TIMEOUT: apiKey,
      BILL_STATUS_RATE: registration
    }
    const { at, code } = await diagnose(env, "--base-url", `${proxyPassword}://x`)
    assert.strictEqual(code, 64)
    const { found, todo } = at("settings")
    assert.include(found, "AOPAY_BASE_URL: not valid (--base-url)")
    assert.include(found, "BILL_STATUS_RATE: not valid (BILL_STATUS_RATE)")
    assert.strictEqual(todo?.split("\n").length, 3)
  })

  it("each says where it comes from", async () => {
    const { at } = await diagnose(
      { AOPAY_TIME_ZONE: "UTC", BILL_STATUS_PROFILE: "mock" },
      "--base-url",
      mock.address
    )
    assert.include(at("file").found, "profile mock (built in), chosen by BILL_STATUS_PROFILE")
    assert.deepStrictEqual(at("settings").found.split("\n").slice(1, 6), [
      `AOPAY_BASE_URL: ${mock.address} (--base-url)`,
      "AOPAY_REGISTRATION_ID: ••••• (registration-id of profile mock (built in))",
      "AOPAY_API_KEY: none (default)",
      "AOPAY_TIME_ZONE: UTC (AOPAY_TIME_ZONE)",
      "BILL_STATUS_LAYER: live (default)"
    ])
  })

  it("warns where the environment wins over the profile that was asked for", async () => {
    const { at, code } = await diagnose(mockSettings(mock.address), "--profile", "mock")
    assert.strictEqual(code, 0)
    assert.strictEqual(at("settings").state, "warn")
    assert.include(at("settings").todo, "Unset AOPAY_BASE_URL, AOPAY_REGISTRATION_ID")
  })
})

const withFile = (text: string, mode: number): Environment => {
  const home = mkdtempSync(join(folder, "config-"))
  mkdirSync(join(home, "bill-status"))
  writeFileSync(join(home, "bill-status", "config.toml"), text, { mode })
  return { XDG_CONFIG_HOME: home }
}

describe("the settings file", () => {
  const profile = () =>
    `profile = "live"\n[profiles.live]\nbase-url = "${mock.address}"\nregistration-id = "AOP-554"\napi-key = "${apiKey}"\n`

  it("that others can read is a warning where it holds a key", async () => {
    const env = withFile(profile(), 0o644)
    const { at, code, ok } = await diagnose(env)
    assert.strictEqual(code, 0)
    assert.strictEqual(ok, true)
    const { found, state, todo } = at("file")
    assert.strictEqual(state, "warn")
    assert.include(found, "profile live, chosen by the file itself")
    assert.include(found, "holds registration-id and api-key, and others can read it (mode 644)")
    assert.strictEqual(todo, `chmod 600 ${env["XDG_CONFIG_HOME"]}/bill-status/config.toml`)
    const { stdout } = await doctor(env)
    assert.match(stdout, /\n1 thing to mend\.\n$/)
  })

  it("is well as its owner's alone", async () => {
    const { at } = await diagnose(withFile(profile(), 0o600))
    assert.strictEqual(at("file").state, "ok")
  })

  it.each([
    [`[profiles.live]\napi-key = ${apiKey}\n`, "not TOML: Invalid value at line 2, column"],
    [`profile = "other"\n`, 'There is no profile "other"']
  ])("that cannot be used is 64: %j", async (text, said) => {
    const diagnosis = await diagnose(withFile(text, 0o600))
    assert.strictEqual(diagnosis.code, 64)
    assert.strictEqual(statesOf(diagnosis), "ok fail skip skip skip skip skip skip skip")
    assert.include(diagnosis.at("file").found, said)
  })
})

describe("the network", () => {
  it("nobody listens: 10", async () => {
    const diagnosis = await diagnose(settings("http://127.0.0.1:9"))
    assert.strictEqual(diagnosis.code, 10)
    assert.strictEqual(statesOf(diagnosis), "ok ok ok ok ok fail skip skip skip")
    assert.strictEqual(
      diagnosis.at("tcp").found,
      "127.0.0.1 port 9: nobody listens there (ECONNREFUSED)"
    )
    assert.include(diagnosis.at("tcp").todo, "AOPAY_BASE_URL")
  })

  it("a host that does not exist: 10", async () => {
    const diagnosis = await diagnose(settings("https://aopay.invalid"), "--timeout", "5s")
    assert.strictEqual(diagnosis.code, 10)
    assert.strictEqual(statesOf(diagnosis), "ok ok ok ok fail skip skip skip skip")
    assert.match(diagnosis.at("name").found, /^aopay\.invalid: /)
  })

  it("somebody who never says a word: 10, as soon as --timeout allows", async () => {
    const port = await listen(createTcpServer())
    const silent = settings(`https://127.0.0.1:${port}`)
    const { at, code } = await diagnose(silent, "--timeout", "300ms")
    assert.strictEqual(code, 10)
    assert.include(at("tls").found, "no answer in time")
  })

  it("Ctrl-C ends it at any time", async () => {
    const server = createTcpServer()
    const port = await listen(server)
    const child = spawn(process.execPath, [binOf("cli"), "doctor"], {
      env: { HOME: folder, ...settings(`https://127.0.0.1:${port}`) },
      stdio: "ignore"
    })
    let connections = 0
    server.on("connection", () => {
      connections += 1
      // The first is the step before.
      if (connections === 2) child.kill("SIGINT")
    })
    const code = await new Promise((resolve) => {
      child.once("exit", resolve)
    })
    assert.strictEqual(code, 130)
  })
})

describe("the inquiry", () => {
  it("another registration than AOPay's: 7", async () => {
    const { at, code } = await diagnose(settings(mock.address))
    assert.strictEqual(code, 7)
    assert.match(at("inquiry").found, /^InvalidSignature \(code 7, HTTP 401\)/)
    assert.include(at("inquiry").todo, "AOPAY_REGISTRATION_ID")
    assert.strictEqual(at("clock").state, "ok")
  })

  it("a web page: 9", async () => {
    const port = await listen(answering(html))
    const { at, code } = await diagnose(settings(`http://127.0.0.1:${port}`))
    assert.strictEqual(code, 9)
    assert.strictEqual(at("inquiry").state, "fail")
    assert.match(at("inquiry").todo ?? "", /not AOPay: check AOPAY_BASE_URL/)
  })

  it("an answer that repeats what we sent, and sends escape sequences", async () => {
    const message = `\u001b[2J${registration} ${apiKey}\u202E`
    const body = JSON.stringify({ response_code: 4, status: false, message })
    const port = await listen(answering(body, { date: "\u009b31m never" }))
    const { code, stdout } = await doctor(settings(`http://127.0.0.1:${port}`))
    assert.strictEqual(code, 9)
    assert.include(stdout, "InquiryRejected")
  })

  it("a reference that cannot be asked about is wrong usage", async () => {
    const { code, stdout } = await doctor(mockSettings(mock.address), "--reference", "x".repeat(65))
    assert.strictEqual(code, 64)
    assert.strictEqual(stdout, "")
  })
})

describe("the clock", () => {
  it.each([
    [-3_600_000, /^this clock is \S+.* ahead of the answer's Date$/],
    [3_600_000, /^this clock is \S+.* behind the answer's Date$/]
  ])("off by %i ms is a warning", async (by, said) => {
    const date = new Date(Date.now() + by).toUTCString()
    const port = await listen(answering(notFound, { date }))
    const { at, code } = await diagnose(settings(`http://127.0.0.1:${port}`))
    assert.strictEqual(code, 0)
    assert.strictEqual(at("clock").state, "warn")
    assert.match(at("clock").found, said)
    assert.include(at("clock").todo, "timedatectl")
  })

  it("cannot be compared with an answer that has no readable Date", async () => {
    const port = await listen(answering(notFound, { date: "soon" }))
    const { at } = await diagnose(settings(`http://127.0.0.1:${port}`))
    assert.strictEqual(at("clock").state, "skip")
  })
})

const secureAnswering = (certificate: { readonly key: string; readonly cert: string }): Server =>
  createSecureServer(certificate, (request, response) => {
    request.resume()
    response.end(notFound)
  })

describe.skipIf(!canMakeCertificates)("TLS", () => {
  it("nobody vouches for the certificate: 10, and what to do", async () => {
    const port = await listen(secureAnswering(certificates.make("IP:127.0.0.1", 90)))
    const diagnosis = await diagnose(settings(`https://127.0.0.1:${port}`))
    assert.strictEqual(diagnosis.code, 10)
    assert.strictEqual(statesOf(diagnosis), "ok ok ok ok ok ok fail skip skip")
    const { found, todo } = diagnosis.at("tls")
    assert.match(
      found,
      /^TLSv1\.3; certificate by Bill Status Tests, expires in (89|90) days; nobody but itself vouches for it$/
    )
    assert.include(todo, "NODE_EXTRA_CA_CERTS")
  })

  it.each([
    [90, "ok"],
    [10, "warn"]
  ])("trusted for %i more days: %s", async (days, state) => {
    const certificate = certificates.make("IP:127.0.0.1", days)
    const port = await listen(secureAnswering(certificate))
    const { at, code } = await diagnose({
      ...settings(`https://127.0.0.1:${port}`),
      NODE_EXTRA_CA_CERTS: certificate.file
    })
    assert.strictEqual(code, 0)
    assert.strictEqual(at("tls").state, state)
    assert.strictEqual(at("inquiry").state, "ok")
  })

  it.each([
    ["IP:127.0.0.1", -30, "it has expired", "clock"],
    ["DNS:other.example", 90, "it is not for the name 127.0.0.1", "AOPAY_BASE_URL"]
  ])("for %s, %i days: %s", async (names, days, what, todo) => {
    const certificate = certificates.make(names, days)
    const port = await listen(secureAnswering(certificate))
    const { at, code } = await diagnose({
      ...settings(`https://127.0.0.1:${port}`),
      NODE_EXTRA_CA_CERTS: certificate.file
    })
    assert.strictEqual(code, 10)
    assert.strictEqual(at("tls").state, "fail")
    assert.include(at("tls").found, what)
    assert.include(at("tls").todo, todo)
  })

  it("names in a certificate are made safe to show", async () => {
    const certificate = certificates.make("IP:127.0.0.1", 90, "Evil\u009b31m\u202E")
    const port = await listen(secureAnswering(certificate))
    const { code, stdout } = await doctor(settings(`https://127.0.0.1:${port}`))
    assert.strictEqual(code, 10)
    assert.include(stdout, "Evil")
  })

  it("where none is spoken", async () => {
    const { at, code } = await diagnose(settings(mock.address.replace("http:", "https:")))
    assert.strictEqual(code, 10)
    assert.include(at("tls").found, "no TLS is spoken there")
  })
})

describe("a proxy", () => {
  const credentials = `Basic ${Buffer.from(`bob:${proxyPassword}`).toString("base64")}`
  let asked: Array<string>
  let port: number

  beforeAll(async () => {
    const proxy = createServer((request, response) => {
      asked.push(`POST ${request.url}`)
      request.resume()
      const isKnown = request.headers["proxy-authorization"] === credentials
      response.writeHead(isKnown ? 200 : 407).end(isKnown ? notFound : html)
    })
    proxy.on("connect", ({ headers, url = "" }, socket) => {
      asked.push(`CONNECT ${url}`)
      if (headers["proxy-authorization"] !== credentials) {
        socket.end("HTTP/1.1 407 Who are you\r\n\r\n")
        return
      }
      const { hostname, port } = new URL(`http://${url}`)
      const onward = connect(Number(port), hostname, () => {
        socket.write("HTTP/1.1 200 Connected\r\n\r\n")
        onward.pipe(socket)
        socket.pipe(onward)
      })
      const hangUp = () => {
        onward.destroy()
        socket.destroy()
      }
      onward.on("error", hangUp)
      socket.on("error", hangUp)
    })
    port = await listen(proxy)
  })

  const address = (password: string) => `http://bob:${password}@127.0.0.1:${port}`

  it("that HTTP_PROXY names is used, its password not shown", async () => {
    asked = []
    const { at, code } = await diagnose({
      ...settings("http://aopay.invalid"),
      HTTP_PROXY: address(proxyPassword)
    })
    assert.strictEqual(code, 0)
    assert.strictEqual(
      at("proxy").found,
      `HTTP_PROXY: through http://•••••@127.0.0.1:${port} to aopay.invalid`
    )
    assert.deepStrictEqual(asked, ["POST http://aopay.invalid/api/AOP/BillPaymentStatus"])
  })

  it.skipIf(!canMakeCertificates)("that https_proxy names is used by CONNECT", async () => {
    asked = []
    const certificate = certificates.make("IP:127.0.0.1", 90)
    const host = `127.0.0.1:${await listen(secureAnswering(certificate))}`
    const { at, code } = await diagnose({
      ...settings(`https://${host}`),
      NODE_EXTRA_CA_CERTS: certificate.file,
      https_proxy: address(proxyPassword)
    })
    assert.strictEqual(code, 0)
    assert.strictEqual(at("tls").state, "ok")
    assert.deepStrictEqual(asked, [`CONNECT ${host}`, `CONNECT ${host}`])
  })

  it.each([
    ["https://aopay.invalid", "HTTPS_PROXY", "tls", 10],
    ["http://aopay.invalid", "HTTP_PROXY", "inquiry", 9]
  ])("that does not know us: %s", async (url, variable, step, expected) => {
    asked = []
    const { at, code } = await diagnose({ ...settings(url), [variable]: address("wrong") })
    assert.strictEqual(code, expected)
    assert.strictEqual(at(step).state, "fail")
    assert.include(at(step).todo, "name and password")
  })

  it("is not used for what NO_PROXY names", async () => {
    asked = []
    const { at, code } = await diagnose({
      ...mockSettings(mock.address),
      HTTP_PROXY: address(proxyPassword),
      no_proxy: "127.0.0.1"
    })
    assert.strictEqual(code, 0)
    assert.match(at("proxy").found, /^no_proxy names 127\.0\.0\.1:/)
    assert.deepStrictEqual(asked, [])
  })

  it("that Node passes over is a warning", async () => {
    const { at, code } = await diagnose({
      ...mockSettings(mock.address),
      HTTP_PROXY: `bob:${proxyPassword}@127.0.0.1:${port}`
    })
    assert.strictEqual(code, 0)
    assert.strictEqual(at("proxy").state, "warn")
  })

  it("whose address cannot be read is a wrong setting, for check too", async () => {
    const env = { ...settings(mock.address), HTTP_PROXY: `http://bob:50%${proxyPassword}@host` }
    const { at, code } = await diagnose(env)
    assert.strictEqual(code, 64)
    assert.strictEqual(at("proxy").state, "fail")
    const check = await runCaptured("cli", ["check", "1"], env)
    assert.strictEqual(check.code, 64)
    assert.match(check.stderr, /^bill-status: HTTP_PROXY is not valid\. [^\n]+\n$/)
    assert.notInclude(check.stderr, proxyPassword)
  })
})
