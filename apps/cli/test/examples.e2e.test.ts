import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { binOf, runCaptured, type RunningServer, startServer } from "../../../scripts/programs.ts"

/** What `npm run dev` starts, but on any free port. */
const development = "http://127.0.0.1:4010"

/** A verdict, or what else was asked for: anything but wrong usage and an answer that is none. */
const exitCodes = new Set([0, 3, 4, 5, 6])

let mock: RunningServer
let folder: string

beforeAll(async () => {
  mock = await startServer("mock-server", {}, ["--time-scale", "1000"])
  folder = mkdtempSync(join(tmpdir(), "examples-"))
  mkdirSync(join(folder, "bin"))
  mkdirSync(join(folder, ".config", "bill-status"), { recursive: true })
  symlinkSync(binOf("cli"), join(folder, "bin", "bill-status"))
  writeFileSync(join(folder, "references.txt"), "paid-1\n123456\n")
  writeFileSync(
    join(folder, ".config", "bill-status", "config.toml"),
    `[profiles.mock]\nbase-url = "${mock.address}"\nregistration-id = "AOP-554"\n`
  )
  const answer = await fetch(`${mock.address}/api/AOP/BillPaymentStatus`, {
    method: "POST",
    body: JSON.stringify({ referenceid: "123456", RegistrationID: "AOP-554" })
  })
  writeFileSync(join(folder, "answer.json"), await answer.text())
})

afterAll(async () => {
  await mock.stop()
  rmSync(folder, { recursive: true })
})

const run = (command: string) =>
  spawnSync("sh", ["-c", command.replaceAll(development, mock.address)], {
    cwd: folder,
    encoding: "utf8",
    env: {
      HOME: folder,
      PATH: `${join(folder, "bin")}:${dirname(process.execPath)}:${process.env["PATH"]}`,
      REFERENCE: "paid-1"
    },
    timeout: 30_000
  })

const examplesIn = async (command: string): Promise<ReadonlyArray<string>> => {
  const { stdout } = await runCaptured("cli", [...command.split(" "), "--help"])
  const [, examples = ""] = stdout.split("EXAMPLES\n")
  return examples.split("\n").flatMap((line) => {
    const text = line.trim()
    return text.startsWith("#") || text === "" ? [] : [text]
  })
}

/** Those that install something would change this machine. */
const printed = (example: string): string => example.replace(/ (>|\| man) .*$/, "")

describe("the examples in the help of", () => {
  it.each(["check", "track", "explain", "doctor", "config list", "completions", "man"])(
    "%s work against npm run dev",
    async (command) => {
      const examples = await examplesIn(command)
      assert.isAtLeast(examples.length, 1)
      for (const example of examples) {
        const { status, stderr, stdout } = run(printed(example))
        assert(exitCodes.has(status ?? -1), `${example}: exit ${status}\n${stderr}`)
        assert.notStrictEqual(stdout, "", example)
      }
    }
  )
})
