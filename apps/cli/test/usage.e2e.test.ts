import { assert, describe, it } from "@effect/vitest"
import { type App, runCaptured } from "../../../scripts/programs.ts"

const names: { readonly [app in App]?: string } = {
  cli: "bill-status",
  "mock-server": "bill-status-mock"
}

describe("wrong usage is a sentence a mistake and where to read on, and exits 64", () => {
  it.each<readonly [App, string, ReadonlyArray<string>, string]>([
    ["cli", "chek", ['Unknown subcommand "chek". Did you mean check?'], ""],
    ["cli", "nothing-like-it", ['Unknown subcommand "nothing-like-it".'], ""],
    ["cli", "--bogus", ["Unrecognized flag: --bogus."], ""],
    [
      "cli",
      "check 1 --outptu json",
      ["Unrecognized flag: --outptu. Did you mean --output?"],
      "check"
    ],
    [
      "cli",
      "check 1 --outptu json --concurency 3",
      [
        "Unrecognized flag: --outptu. Did you mean --output?",
        "Unrecognized flag: --concurency. Did you mean --concurrency?"
      ],
      "check"
    ],
    [
      "cli",
      "check 1 --output xml",
      ['Invalid value for flag --output: "xml". Expected table, json, ndjson or csv.'],
      "check"
    ],
    [
      "cli",
      "check 1 --timeout soon",
      [
        'Invalid value for flag --timeout: "soon". Expected a duration such as 500ms, 2s, 2 seconds or 3 days.'
      ],
      "check"
    ],
    [
      "cli",
      "check 1 --concurrency 0",
      ['Invalid value for flag --concurrency: "0". Expected a whole number between 1 and 1000.'],
      "check"
    ],
    [
      "cli",
      "check 1 --concurrency x",
      ['Invalid value for flag --concurrency: "x". Expected a whole number between 1 and 1000.'],
      "check"
    ],
    ["cli", "check 1 --base-url", ["Missing value for flag --base-url."], "check"],
    [
      "cli",
      "check 1 --output json --output csv",
      ["The flag --output was given 2 times; give it once."],
      "check"
    ],
    ["cli", "explain 1 2 3", ['Unexpected positional arguments: "2", "3".'], "explain"],
    ["cli", "completions", ["Missing required argument: shell."], "completions"],
    [
      "cli",
      "completions tcsh",
      ['Invalid value for argument shell: "tcsh". Expected bash, zsh or fish.'],
      "completions"
    ],
    ["cli", "check 1 --\u001B[31mred", ["Unrecognized flag: --\uFFFD[31mred."], "check"],
    ["mock-server", "--prt 1", ["Unrecognized flag: --prt. Did you mean --port?"], ""],
    [
      "mock-server",
      "--port x",
      [
        'Invalid value for flag --port: "x". Expected a port number from 0 (any free one) to 65535.'
      ],
      ""
    ],
    ["mock-server", "paid-1", ['Unexpected positional argument: "paid-1".'], ""]
  ])("%s: %s", async (app, args, said, command) => {
    const { code, stderr, stdout } = await runCaptured(app, args.split(" "))
    const seen = [names[app], command, "--help"].filter(Boolean).join(" ")
    assert.deepStrictEqual(stderr.split("\n"), [
      ...said.map((sentence) => `${names[app]}: ${sentence}`),
      `See: ${seen}`,
      ""
    ])
    assert.strictEqual(stdout, "")
    assert.strictEqual(code, 64)
  })
})

it("a command without its subcommand prints help on stderr and exits 64", async () => {
  const { code, stderr, stdout } = await runCaptured("cli", [])
  assert.include(stderr, "SUBCOMMANDS")
  assert.strictEqual(stdout, "")
  assert.strictEqual(code, 64)
})

describe("help and version are for whoever asks for nothing else, as exit 0 would say Paid", () => {
  it.each([
    ["check paid-1 -h", "Ask for help by itself: bill-status check --help."],
    ["check -h paid-1", "Ask for help by itself: bill-status check --help."],
    ["check --output json --help", "Ask for help by itself: bill-status check --help."],
    ["help check paid-1", "Ask for help by itself: bill-status check --help."],
    ["--layer stub --help", "Ask for help by itself: bill-status --help."],
    ["check --version", "Ask for the version by itself: bill-status --version."],
    ["check paid-1 -v", "Ask for the version by itself: bill-status --version."]
  ])("%s: %s", async (args, said) => {
    const { code, stderr, stdout } = await runCaptured("cli", args.split(" "))
    assert.strictEqual(stderr, `bill-status: ${said}\n`)
    assert.strictEqual(stdout, "")
    assert.strictEqual(code, 64)
  })

  it.each(["chek --help", "paid-1 -h", "help chek"])("%s: no such command", async (args) => {
    const { code, stderr } = await runCaptured("cli", args.split(" "))
    assert.match(stderr, /^bill-status: Unknown subcommand ".+"/)
    assert.strictEqual(code, 64)
  })

  it.each([
    ["--help", "bill-status <subcommand>"],
    ["-h", "bill-status <subcommand>"],
    ["help", "bill-status <subcommand>"],
    ["check --help", "bill-status check"],
    ["--help check", "bill-status check"],
    ["help check", "bill-status check"],
    ["help completions", "bill-status completions"]
  ])("%s prints help on stdout and exits 0: %s", async (args, usage) => {
    const { code, stderr, stdout } = await runCaptured("cli", args.split(" "))
    assert.include(stdout, `USAGE\n  ${usage}`)
    assert.strictEqual(stderr, "")
    assert.strictEqual(code, 0)
  })

  it("the program's help lists --version, a command's does not", async () => {
    assert.include((await runCaptured("cli", ["--help"])).stdout, "--version, -v")
    assert.notInclude((await runCaptured("cli", ["check", "--help"])).stdout, "--version")
  })

  it.each(["--version", "-v"])("%s", async (flag) => {
    const { code, stderr, stdout } = await runCaptured("cli", [flag])
    assert.match(stdout, /^bill-status v\d+\.\d+\.\d+\n$/)
    assert.strictEqual(stderr, "")
    assert.strictEqual(code, 0)
  })
})
