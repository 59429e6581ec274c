import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, it } from "@effect/vitest"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runCaptured, type RunningServer, startServer } from "../../../scripts/programs.ts"

let mock: RunningServer
let home: string

beforeAll(async () => {
  mock = await startServer("mock-server")
})

afterAll(() => mock.stop())

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "settings-"))
})

afterEach(() => rmSync(home, { recursive: true }))

const configure = (toml: string): string => {
  const folder = join(home, "bill-status")
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "config.toml"), toml)
  return join(folder, "config.toml")
}

const billStatus = (args: ReadonlyArray<string>, env: { readonly [name: string]: string } = {}) =>
  runCaptured("cli", args, { XDG_CONFIG_HOME: home, ...env })

const listed = async (args: ReadonlyArray<string>, env?: { readonly [name: string]: string }) => {
  const { code, stderr, stdout } = await billStatus(["config", "list", ...args], env)
  assert.strictEqual(code, 0, stderr)
  return stdout
}

const profiles = () => `
profile = "live"

[profiles.live]
base-url = "${mock.address}"
registration-id = "AOP-554"
api-key = "KEY-IN-FILE"
timeout = "5s"
concurrency = 2

[profiles.other]
base-url = "http://127.0.0.1:9"
registration-id = "AOP-OTHER"
`

describe("a profile", () => {
  it("named by the file is used where nobody names one", async () => {
    configure(profiles())
    assert.strictEqual((await billStatus(["check", "paid-1"])).code, 0)
  })

  it.each([
    [["--profile", "other"], {}],
    [[], { BILL_STATUS_PROFILE: "other" }],
    [["--profile", "other"], { BILL_STATUS_PROFILE: "live" }]
  ] as const)("is chosen by %j and %j", async (args, env) => {
    configure(profiles())
    assert.strictEqual((await billStatus(["check", "paid-1", ...args], env)).code, 10)
  })

  it("gives way to the environment, which gives way to a flag; and says so", async () => {
    configure(profiles())
    const env = { AOPAY_BASE_URL: mock.address, AOPAY_REGISTRATION_ID: "AOP-554" }
    const { code, stderr } = await billStatus(["check", "paid-1", "--profile", "other"], env)
    assert.strictEqual(code, 0)
    assert.strictEqual(
      stderr,
      "bill-status: the environment wins over profile other: AOPAY_BASE_URL, AOPAY_REGISTRATION_ID.\n"
    )
    const { code: flagged } = await billStatus(
      ["check", "paid-1", "--registration-id", "AOP-0"],
      env
    )
    assert.strictEqual(flagged, 7)
  })

  it("mock is built in, and a file may have another", async () => {
    assert.include(await listed(["--profile", "mock"]), "http://127.0.0.1:4010")
    configure('[profiles.mock]\nbase-url = "http://127.0.0.1:4999"\n')
    const text = await listed(["--profile", "mock"])
    assert.include(text, "http://127.0.0.1:4999")
    assert.notInclude(text, "http://127.0.0.1:4010")
  })

  it("default is used where the file names none", async () => {
    configure('[profiles.default]\nlayer = "stub"\n')
    assert.strictEqual((await billStatus(["check", "paid-1"])).code, 0)
  })

  it("sets what has no variable in AOPay's name: the rate", async () => {
    configure('[profiles.default]\nlayer = "stub"\nrate = "quick"\n')
    const { code, stderr } = await billStatus(["check", "paid-1"])
    assert.strictEqual(code, 64)
    assert.match(
      stderr,
      /^bill-status: BILL_STATUS_RATE is not valid\. Set it to .+ It was given by rate of profile default \(in .+config\.toml\)\.\n$/
    )
  })
})

describe("a settings file that is wrong exits 64 in one sentence that names it", () => {
  it.each([
    ["no TOML", "[profiles.live", "not TOML: Expected ']' at line 1"],
    ["a setting that is none", '[profiles.live]\nbaseurl = "x"', 'there is no setting "baseurl"'],
    ["a table that is none", '[profile.live]\nbase-url = "x"', "profile must be the name"],
    ["something else", 'proxy = "x"', 'there is no "proxy"'],
    [
      "a setting that is no text",
      "[profiles.live]\nlayer = true",
      "layer in profiles.live must be"
    ],
    ["profiles that are none", "profiles = 1", "profiles must hold tables"],
    ["a profile that is none", "[profiles]\nlive = 1", "profiles.live is not a table"]
  ])("%s", async (_, toml, said) => {
    const path = configure(toml)
    const { code, stderr, stdout } = await billStatus(["check", "paid-1", "--layer", "stub"])
    assert.strictEqual(code, 64)
    assert.strictEqual(stdout, "")
    assert.match(stderr, /^bill-status: [^\n]+\.\n$/)
    assert.include(stderr, path)
    assert.include(stderr, said)
  })

  it("a profile nobody wrote", async () => {
    const path = configure(profiles())
    const { code, stderr } = await billStatus(["check", "paid-1", "--profile", "lvie"])
    assert.strictEqual(code, 64)
    assert.strictEqual(
      stderr,
      `bill-status: There is no profile "lvie": ${path} has live, other; built in: mock.\n`
    )
  })

  it("a folder in its place", async () => {
    mkdirSync(join(home, "bill-status", "config.toml"), { recursive: true })
    const { code, stderr } = await billStatus(["check", "paid-1"])
    assert.strictEqual(code, 64)
    assert.match(stderr, /^bill-status: Cannot read .+config\.toml \(\w+\)\.\n$/)
  })
})

describe("config list", () => {
  it("tells each setting and where it comes from, secrets as dots", async () => {
    const path = configure(profiles())
    const text = await listed(["--timeout", "3s"], { AOPAY_TIME_ZONE: "UTC" })
    const rows = new Map(
      text.split("\n").map((line) => {
        const [name = "", value = "", from = ""] = line.split(/ {2,}/)
        return [name, [value, from]]
      })
    )
    const inFile = (key: string) => `${key} of profile live (in ${path})`
    assert.deepStrictEqual(Object.fromEntries(rows), {
      SETTING: ["VALUE", "FROM"],
      AOPAY_BASE_URL: [mock.address, inFile("base-url")],
      AOPAY_REGISTRATION_ID: ["•••••", inFile("registration-id")],
      AOPAY_API_KEY: ["•••••", inFile("api-key")],
      AOPAY_TIME_ZONE: ["UTC", "AOPAY_TIME_ZONE"],
      BILL_STATUS_LAYER: ["live", "default"],
      BILL_STATUS_TIMEOUT: ["3s", "--timeout"],
      BILL_STATUS_DEADLINE: ["30s", "default"],
      BILL_STATUS_CONCURRENCY: ["2", inFile("concurrency")],
      BILL_STATUS_RATE: ["no limit", "default"],
      "": ["", ""],
      "Settings file": [path, ""],
      Profile: ["live, chosen by the file", ""],
      Profiles: ["live, other, mock", ""]
    })
  })

  it("tells it to programs, and no secret to anybody", async () => {
    configure(profiles())
    const text = await listed(["--output", "json"], { AOPAY_REGISTRATION_ID: "AOP-SECRET" })
    assert.notMatch(text, /KEY-IN-FILE|AOP-SECRET|AOP-554/)
    const { profile, settings } = JSON.parse(text)
    assert.strictEqual(profile, "live")
    assert.deepStrictEqual(settings[1], {
      name: "AOPAY_REGISTRATION_ID",
      value: "•••••",
      from: "AOPAY_REGISTRATION_ID"
    })
  })

  it("shows no password in an address, though such an address is refused", async () => {
    const env = { AOPAY_BASE_URL: "http://user:PASSWORD@aopay.test/?token=TOKEN" }
    const [text, json] = await Promise.all([listed([], env), listed(["--output", "json"], env)])
    assert.notMatch(text + json, /PASSWORD|TOKEN|user/)
  })
})
