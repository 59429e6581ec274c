import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, it } from "@effect/vitest"
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { setTimeout } from "node:timers/promises"
import {
  binOf,
  mockSettings,
  runCaptured,
  type RunningServer,
  startServer
} from "../../../scripts/programs.ts"

let mock: RunningServer
let folder: string

beforeAll(async () => {
  mock = await startServer("mock-server", {}, ["--max-journal", "100000"])
})

afterAll(() => mock.stop())

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "batch-"))
})

afterEach(() => rmSync(folder, { recursive: true }))

const settings = () => mockSettings(mock.address)

const write = (name: string, references: ReadonlyArray<string>): string => {
  const path = join(folder, name)
  writeFileSync(path, `${references.join("\n")}\n`)
  return path
}

const rowsOf = (stdout: string): Array<{ referenceId: string; final?: boolean }> =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))

/** How often the mock was asked about each reference. */
const questions = async (): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  const response = await fetch(`${mock.address}/_mock/journal?limit=100000`)
  const { entries }: { entries: ReadonlyArray<{ referenceId: string }> } = JSON.parse(
    await response.text()
  )
  for (const { referenceId } of entries) counts.set(referenceId, (counts.get(referenceId) ?? 0) + 1)
  return counts
}

/** A run that is stopped by a signal once its record holds so many lines. */
const stopped = async (
  signal: NodeJS.Signals,
  { args, lines, record }: { args: ReadonlyArray<string>; lines: number; record: () => string }
) => {
  const child = spawn(process.execPath, [binOf("cli"), "check", ...args], {
    env: { ...settings(), HOME: folder },
    timeout: 60_000
  })
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")])
  const holds = () => {
    const path = record()
    return existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0
  }
  const enough = async (): Promise<void> => {
    if (holds() >= lines || child.exitCode !== null) return
    await setTimeout(5)
    return enough()
  }
  await enough()
  child.kill(signal)
  const [stdout, stderr, [code]] = await output
  return { code, stderr, stdout }
}

const finalIn = (record: string): ReadonlyArray<string> =>
  rowsOf(record.slice(0, record.lastIndexOf("\n")))
    .filter(({ final }) => final === true)
    .map(({ referenceId }) => referenceId)

const mixed = (prefix: string, count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, index) =>
    index % 10 === 0 ? `pending-${prefix}-${index}` : `paid-${prefix}-${index}`
  )

describe("lines that come again", () => {
  it.each(["--concurrency=1", "--concurrency=16"])(
    "are asked once and told each time: %s",
    async (concurrency) => {
      const one = `paid-twice${concurrency}`
      const other = `not-found-twice${concurrency}`
      const references = [one, other, one, other, ...Array.from({ length: 40 }, () => one)]
      const file = write("references.txt", references)
      const { stderr, stdout } = await runCaptured(
        "cli",
        ["check", "--from", file, "--output", "ndjson", concurrency],
        settings()
      )
      assert.deepStrictEqual(
        rowsOf(stdout).map(({ referenceId }) => referenceId),
        references
      )
      const asked = await questions()
      assert.deepStrictEqual([asked.get(one), asked.get(other)], [1, 1])
      assert.include(stderr, "2 references in 44 lines")
    }
  )

  it("on the command line too", async () => {
    const { stdout } = await runCaptured(
      "cli",
      ["check", "paid-args", "paid-args", "--output", "ndjson"],
      settings()
    )
    assert.strictEqual(rowsOf(stdout).length, 2)
    assert.strictEqual((await questions()).get("paid-args"), 1)
  })
})

describe("a run that is stopped", () => {
  it("by a kill goes on where it was: no row is lost, nothing final is asked again", async () => {
    const references = mixed("killed", 3000)
    const file = write("references.txt", references)
    const record = join(folder, "run.ndjson")
    const args = ["--from", file, "--resume", record, "--output", "ndjson"]
    const { code } = await stopped("SIGKILL", { args, lines: 1000, record: () => record })
    assert.strictEqual(code, null)
    const known = finalIn(readFileSync(record, "utf8"))
    assert.isAtLeast(known.length, 800)
    assert.isBelow(known.length, 2700)

    const { stderr, stdout } = await runCaptured("cli", ["check", ...args], settings())
    assert.deepStrictEqual(
      rowsOf(stdout).map(({ referenceId }) => referenceId),
      references
    )
    const asked = await questions()
    for (const reference of known) assert.strictEqual(asked.get(reference), 1, reference)
    assert.include(stderr, "known from the record and not asked again")
  })

  it("by Ctrl-C prints what is known, says how to go on, and exits 130", async () => {
    const references = mixed("interrupted", 3000)
    const file = write("references.txt", references)
    const state = join(folder, ".local", "state", "bill-status")
    const record = () =>
      existsSync(state) ? join(state, readdirSync(state)[0] ?? "none", "answers.ndjson") : ""
    const args = ["--from", file, "--output", "json"]
    const first = await stopped("SIGINT", { args, lines: 500, record })
    assert.strictEqual(first.code, 130)
    const printed: ReadonlyArray<{ referenceId: string }> = JSON.parse(first.stdout)
    assert.deepStrictEqual(
      printed.map(({ referenceId }) => referenceId),
      references.slice(0, printed.length)
    )
    const [, told, path] =
      /interrupted after (\d+) of 3000 lines\. .+ --resume (\S+)\.\n$/.exec(first.stderr) ?? []
    assert.strictEqual(Number(told), printed.length)
    assert(path !== undefined)
    const known = finalIn(readFileSync(path, "utf8"))

    const second = await runCaptured("cli", ["check", ...args, "--resume", path], settings())
    assert.strictEqual(JSON.parse(second.stdout).length, 3000)
    const asked = await questions()
    for (const reference of known) assert.strictEqual(asked.get(reference), 1, reference)
  })

  it.each([
    ["a slow one", ["timeout-behind", "paid-behind-1", "paid-behind-2"]],
    ["lines of one slow one", ["paid-behind-1", "timeout-2", "timeout-2", "paid-behind-2"]]
  ])("by Ctrl-C prints what is known behind %s", async (_, references) => {
    const file = write("references.txt", references)
    const record = join(folder, "run.ndjson")
    const { code, stderr, stdout } = await stopped("SIGINT", {
      args: ["--from", file, "--resume", record, "--output", "ndjson"],
      lines: 3,
      record: () => record
    })
    assert.strictEqual(code, 130)
    assert.include(stderr, "2 references, ")
    assert.deepStrictEqual(
      rowsOf(stdout).map(({ referenceId }) => referenceId),
      ["paid-behind-1", "paid-behind-2"]
    )
    assert.match(
      stderr,
      /interrupted after 2 of [34] lines\. To go on, give the same command again\./
    )
  })

  it.each(["table", "csv", "ndjson"])("by Ctrl-C ends %s with whole rows", async (output) => {
    const file = write("references.txt", mixed(`rows-${output}`, 3000))
    const record = join(folder, "run.ndjson")
    const args = ["--from", file, "--resume", record, "--output", output]
    const { code, stderr, stdout } = await stopped("SIGINT", {
      args,
      lines: 300,
      record: () => record
    })
    assert.strictEqual(code, 130)
    assert.include(stdout, `-rows-${output}-280`)
    assert.isTrue(stdout.endsWith("\n"))
    assert.include(stderr, "To go on, give the same command again.")
  })

  it("leaves nothing behind when it was not", async () => {
    const file = write("references.txt", ["paid-tidy"])
    const state = join(folder, "state")
    await runCaptured("cli", ["check", "--from", file], { ...settings(), XDG_STATE_HOME: state })
    assert.deepStrictEqual(readdirSync(join(state, "bill-status")), [])
  })
})

describe("wrong usage", () => {
  it("leaves no record behind", async () => {
    const record = join(folder, "run.ndjson")
    const wrong = [
      ["--resume", record],
      ["a", "--from", "b", "--resume", record]
    ]
    const finished = await Promise.all(
      wrong.map((args) => runCaptured("cli", ["check", ...args], settings()))
    )
    assert.deepStrictEqual(
      finished.map(({ code }) => code),
      [64, 64]
    )
    assert.isFalse(existsSync(record))
  })
})

describe("a home in which nothing can be made", () => {
  it.each(["/proc", "/dev/null"])("%s does not matter", async (home) => {
    const file = write("references.txt", ["paid-home"])
    const { code } = await runCaptured("cli", ["check", "--from", file], {
      ...settings(),
      HOME: home
    })
    assert.strictEqual(code, 0)
  })
})

const withoutTimes = (text: string): string => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "")

describe("a reader that is slow", () => {
  it.each(["table", "json", "ndjson", "csv"])("gets everything: %s", (output) => {
    const file = write("references.txt", mixed("slow", 2000))
    const run = (reader: string) =>
      spawnSync(
        "bash",
        [
          "-c",
          `"${process.execPath}" "${binOf("cli")}" check --from ${file} --layer stub --output ${output} | (${reader})`
        ],
        { encoding: "utf8", env: { HOME: folder, PATH: process.env["PATH"] }, maxBuffer: 2 ** 26 }
      ).stdout
    assert.strictEqual(withoutTimes(run("sleep 3; cat")), withoutTimes(run("cat")))
    assert.include(run("sleep 3; cat"), "-slow-1999")
  })

  it("gets all of one answer too", () => {
    const body = write("answer.json", [
      JSON.stringify({ response_code: 9, message: "x".repeat(500_000) })
    ])
    const { stdout } = spawnSync(
      "bash",
      ["-c", `"${process.execPath}" "${binOf("cli")}" explain --body ${body} | (sleep 2; cat)`],
      { encoding: "utf8", env: { HOME: folder, PATH: process.env["PATH"] }, maxBuffer: 2 ** 24 }
    )
    assert.isAtLeast(stdout.length, 64 * 1024)
    assert.isTrue(stdout.endsWith("\n"))
  })
})

describe("a pipe", () => {
  it.each([
    "check --from <(printf 'paid-1\\npending-1\\n') --layer stub --output ndjson",
    "explain --body <(echo '{}')"
  ])("can be read: %s", (command) => {
    const { stderr, stdout } = spawnSync(
      "bash",
      ["-c", `"${process.execPath}" "${binOf("cli")}" ${command}`],
      { encoding: "utf8", env: { HOME: folder } }
    )
    assert.notInclude(stderr, "Cannot read")
    assert.isAtLeast(stdout.split("\n").length, 3)
  })
})

describe("an answer without end", () => {
  it("is refused once it is too long", () => {
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", `yes '{"a":' | "${process.execPath}" "${binOf("cli")}" explain --body -`],
      { encoding: "utf8", env: { HOME: folder, PATH: process.env["PATH"] }, timeout: 20_000 }
    )
    assert.strictEqual(status, 64)
    assert.strictEqual(stderr, "bill-status: Cannot read standard input (longer than 1 MiB).\n")
  })
})

describe("what was typed", () => {
  it.each([
    ["check", "1", "--profile", "a\u001b[31m"],
    ["check", "--from", "/no\u001b[31m"],
    ["check", "--from", "/dev/null", "--resume", "/no\u001b[31m/x"],
    ["explain", "--body", "/no\u001b[31m"]
  ])("never reaches a terminal as control characters: %j", async (...args) => {
    const { code, stderr } = await runCaptured("cli", args, settings())
    assert.strictEqual(code, 64)
    assert.notMatch(stderr, /[^\P{C}\n]/u)
  })
})

describe("a slow rate", () => {
  it("makes a question wait for its turn and not be given up", () => {
    const { stdout } = spawnSync(
      process.execPath,
      [
        binOf("cli"),
        "check",
        "paid-turn-1",
        "paid-turn-2",
        "--rate=1/h",
        "--deadline=1s",
        "--output=ndjson"
      ],
      { encoding: "utf8", env: { ...settings(), HOME: folder }, timeout: 3000 }
    )
    assert.deepStrictEqual(
      rowsOf(stdout).map(({ referenceId }) => referenceId),
      ["paid-turn-1"]
    )
  })
})

describe("--rate", () => {
  it("holds questions back", async () => {
    const file = write("references.txt", mixed("rate", 30))
    const startedAt = performance.now()
    const { code } = await runCaptured(
      "cli",
      ["check", "--from", file, "--rate", "20/s", "--concurrency", "30"],
      settings()
    )
    assert.strictEqual(code, 3)
    assert.isAtLeast(performance.now() - startedAt, 400)
  })
})

describe("a wrong file exits 64 in one sentence, before anything is asked", () => {
  it.each([
    ["zeros", Buffer.from("paid-1\0paid-2\n"), "is not text in UTF-8"],
    ["a picture", Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), "is not text in UTF-8"],
    ["a line of a megabyte", Buffer.from(`paid-1\n${"x".repeat(2 ** 20)}\n`), "in line 2"]
  ])("%s", async (_, content, said) => {
    const file = join(folder, "wrong.bin")
    writeFileSync(file, content)
    const finished = await runCaptured("cli", ["check", "--from", file], settings())
    assert.strictEqual(finished.code, 64)
    assert.strictEqual(finished.stdout, "")
    assert.match(finished.stderr, /^bill-status: [^\n]+\.\n$/)
    assert.include(finished.stderr, said)
    assert.include(finished.stderr, file)
  })

  it("a record that is no record", async () => {
    const file = write("references.txt", ["paid-1"])
    const { code, stderr, stdout } = await runCaptured(
      "cli",
      ["check", "--from", file, "--resume", file],
      settings()
    )
    assert.strictEqual(code, 64)
    assert.strictEqual(stdout, "")
    assert.include(stderr, `${file} is no record of bill-status (line 1)`)
    assert.strictEqual(readFileSync(file, "utf8"), "paid-1\n")
  })

  it.each([
    [["--rate", "fast"], 'Invalid value for flag --rate: "fast". Expected questions in a time'],
    [["--rate", "0/s"], "e.g. 50/s, 600/min or 1000/h"],
    [["--concurrency", "1.5"], "a whole number between 1 and 1000"],
    [["--deadline=-1s"], "Expected a duration such as 500ms"]
  ])("%j", async (args, said) => {
    const { code, stderr } = await runCaptured("cli", ["check", "paid-1", ...args], settings())
    assert.strictEqual(code, 64)
    assert.include(stderr, said)
  })
})

describe("--verbose", () => {
  let silent: Server
  let address: string

  beforeAll(async () => {
    silent = createServer((request) => request.socket.destroy())
    await new Promise<void>((listening) => {
      silent.listen(0, "127.0.0.1", listening)
    })
    const bound = silent.address()
    assert(bound !== null && typeof bound === "object")
    address = `http://127.0.0.1:${bound.port}`
  })

  afterAll(() => silent.close())

  it("tells each attempt and its cause, and no secret", async () => {
    const { code, stderr } = await runCaptured("cli", ["check", "1", "--verbose"], {
      AOPAY_BASE_URL: address,
      AOPAY_REGISTRATION_ID: "AOP-SECRET",
      AOPAY_API_KEY: "KEY-SECRET"
    })
    assert.strictEqual(code, 10)
    const lines = stderr.trimEnd().split("\n")
    assert.strictEqual(lines.length, 4)
    for (const line of lines)
      assert.match(
        line,
        /^bill-status: POST http:\S+\/api\/AOP\/BillPaymentStatus: ECONNRESET: .+ after \d+ ms$/
      )
    assert.notInclude(stderr, "SECRET")
  })

  it("is not needed to see that nobody is there", async () => {
    const { code, stderr, stdout } = await runCaptured("cli", ["check", "1"], {
      AOPAY_BASE_URL: "http://nobody.invalid",
      AOPAY_REGISTRATION_ID: "AOP-554"
    })
    assert.strictEqual(code, 10)
    assert.strictEqual(stderr, "")
    assert.match(stdout, /No answer from http:\/\/nobody\.invalid \((ENOTFOUND|EAI_AGAIN)\)/)
  })
})
