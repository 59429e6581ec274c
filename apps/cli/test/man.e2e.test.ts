import { assert, beforeAll, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import packageJson from "../package.json" with { type: "json" }
import { runCaptured } from "../../../scripts/programs.ts"

const isThere = (program: string): boolean =>
  spawnSync("sh", ["-c", `command -v ${program}`]).status === 0

/** The page as a reader without roff would see it: no requests, no fonts, no escapes. */
const inPlainText = (roff: string): string =>
  roff
    .replace(/^\.[A-Za-z]+ ?/gm, "")
    .replace(/\\f[BIR]/g, "")
    .replace(/\\\[u([0-9A-F]+)\]/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll("\\-", "-")
    .replaceAll("\\(dq", '"')
    .replaceAll("\\(aq", "'")
    .replaceAll("\\(ti", "~")
    .replaceAll("\\&", "")

let roff: string

beforeAll(async () => {
  roff = (await runCaptured("cli", ["man"])).stdout
})

/** What stands under a heading. */
const section = (name: string): string => {
  const found = roff
    .split(/^\.S[HS] /m)
    .map(inPlainText)
    .find((text) => text.startsWith(`${name}\n`))
  assert(found !== undefined, `there is no section ${name}`)
  return found
}

const commands = ["check", "track", "explain", "completions", "man"]

describe("bill-status man", () => {
  it("names every command that --help lists", async () => {
    const { stdout } = await runCaptured("cli", ["--help"])
    const listed = [...(stdout.split("SUBCOMMANDS\n")[1] ?? "").matchAll(/^ {2}(\S+)/gm)]
    assert.includeMembers(
      listed.map(([, command]) => command),
      commands
    )
    for (const [, command] of listed) assert.isNotEmpty(section(`bill-status ${command}`))
  })

  it.each(commands)("%s: each flag, argument and example that its --help has", async (command) => {
    const { stdout } = await runCaptured("cli", [command, "--help"])
    const own = stdout.replace(/GLOBAL FLAGS\n.*\n/, "").replaceAll(" (optional)", "")
    const described = [
      ...own.matchAll(/^ {2}(--[a-z-]+)(?: \S+)? {2,}(.+)$/gm),
      ...own.matchAll(/^ {2}([a-z.]+) (?:string|choice) {2,}(.+)$/gm),
      ...own.matchAll(/^ {2}# (.+)\n {2}(.+)$/gm)
    ].flatMap(([, ...words]) => words)
    assert.isNotEmpty(described)
    for (const words of described) assert.include(section(`bill-status ${command}`), words)
  })

  it.each([
    ["NAME", "bill-status - Was the bill paid"],
    ["SYNOPSIS", "bill-status check [flags] [<reference...>]"],
    ["DESCRIPTION", "--version, -v"],
    ["EXIT STATUS", "3\nPending."],
    ["EXIT STATUS", "7\nInvalidSignature, TokenRejected."],
    ["EXIT STATUS", "11\nGave up waiting"],
    ["EXIT STATUS", "64\n"],
    ["EXIT STATUS", "the gravest counts: 6, 9, 7, 10, 64, 4, 8, 11, 5, 3, 0."],
    ["ENVIRONMENT", "AOPAY_REGISTRATION_ID"],
    ["ENVIRONMENT", "BILL_STATUS_LAYER"],
    ["FILES", "~/.config/bill-status/config.toml"],
    ["SEE ALSO", "jq(1)"]
  ])("%s: %s", (name, said) => {
    assert.include(section(name), said)
  })

  it("says what a pipe and a quotation mark are, and keeps to ASCII", () => {
    assert.include(section("bill-status check"), 'bill-status check --profile mock -- "$REFERENCE"')
    assert.include(section("bill-status explain"), "| bill-status explain --body -")
    assert.notMatch(roff, /[^\x20-\x7E\n]/)
    assert.notMatch(roff, /^(?!\.[A-Za-z]{2})[.']/m)
    assert.notMatch(roff, /(?<!\\)-/)
  })

  it("is the file that npm installs", () => {
    // npm passes over a string here.
    assert.deepStrictEqual(packageJson.man, ["./dist/bill-status.1"])
    const file = fileURLToPath(new URL("../dist/bill-status.1", import.meta.url))
    assert.strictEqual(readFileSync(file, "utf8"), roff)
  })

  it.runIf(isThere("groff"))("has nothing that groff warns of", () => {
    const { stderr, stdout } = spawnSync("groff", ["-man", "-Tutf8", "-ww"], {
      input: roff,
      encoding: "utf8"
    })
    assert.strictEqual(stderr, "")
    assert.include(stdout, "Many, a line a change:")
  })

  it.runIf(isThere("man"))("reads well with man", () => {
    const { stderr, stdout } = spawnSync("man", ["-l", "-"], {
      input: roff,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], MANWIDTH: "100", LC_ALL: "C.UTF-8", MANPAGER: "cat" }
    })
    assert.strictEqual(stderr, "")
    assert.include(stdout, "--output choice")
    assert.include(stdout, 'bill-status check --profile mock -- "$REFERENCE"')
  })
})

describe("bill-status completions", () => {
  it.each([
    ["bash", ["-n"]],
    ["zsh", ["-n"]],
    ["fish", ["--no-execute"]]
  ])("%s: every command, in a script the shell can read", async (shell, readOnly) => {
    const { code, stdout } = await runCaptured("cli", ["completions", shell])
    assert.strictEqual(code, 0)
    for (const command of commands) assert.include(stdout, command)
    assert.include(stdout, "bill-status completions")
    if (!isThere(shell)) return
    const { status, stderr } = spawnSync(shell, readOnly, {
      input: stdout,
      encoding: "utf8"
    })
    assert.strictEqual(stderr, "")
    assert.strictEqual(status, 0)
  })
})
