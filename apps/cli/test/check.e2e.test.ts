import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
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

let mock: RunningServer

beforeAll(async () => {
  mock = await startServer("mock-server")
})

afterAll(() => mock.stop())

const billStatus = (
  args: ReadonlyArray<string>,
  env: { readonly [name: string]: string } = mockSettings(mock.address)
): Promise<Finished> => runCaptured("cli", args, env)

describe("the exit code of one reference", () => {
  it.each([
    ["paid-1", 0, "Paid"],
    ["pending-1", 3, "Pending"],
    ["refund-due-1", 4, "RefundDue"],
    ["refunded-1", 5, "Refunded"],
    ["123456", 5, "Refunded"],
    ["conflict-1", 6, "Conflict"],
    ["code-6-1", 7, "TokenRejected"],
    ["code-7-1", 7, "InvalidSignature"],
    ["not-found-1", 8, "TransactionNotFound"],
    ["nobody-described-this", 8, "TransactionNotFound"],
    ["code-3-1", 9, "ServiceDisabled"],
    ["code-4-1", 9, "InquiryRejected"],
    ["code-5-1", 9, "UnableToProcess"],
    ["html-1", 9, "UndecodableAnswer"],
    ["other-reference-1", 9, "MismatchedReference"],
    ["code-99-1", 9, "UnknownResponseCode"],
    ["unavailable-1", 10, "ProviderUnavailable"],
    ["reset-1", 10, "ProviderUnreachable"],
    ["truncated-1", 10, "ProviderUnreachable"],
    ["x".repeat(65), 64, "InvalidInquiry"]
  ])("%s: %i, %s", async (reference, code, outcome) => {
    const { stderr, ...finished } = await billStatus(["check", reference, "--output", "json"])
    assert.strictEqual(stderr, "")
    assert.strictEqual(finished.code, code)
    const said = JSON.parse(finished.stdout)
    assert.strictEqual(said.referenceId, reference)
    assert.strictEqual(said.verdict ?? said.error.tag, outcome)
  })

  it("timeout-1: 10, ProviderTimeout, as soon as --timeout and --deadline allow", async () => {
    const limits = ["--timeout", "200 millis", "--deadline", "1s"]
    const { code, stdout } = await billStatus(["check", "timeout-1", ...limits])
    assert.strictEqual(code, 10)
    assert.include(stdout, "ProviderTimeout")
  })

  it("is 10 when nobody listens", async () => {
    const { code, stdout } = await billStatus([
      "check",
      "paid-1",
      "--base-url",
      "http://127.0.0.1:9"
    ])
    assert.strictEqual(code, 10)
    assert.include(stdout, "ECONNREFUSED")
  })
})

describe("of several references the gravest counts", () => {
  it.each([
    [["paid-1", "pending-1"], 3],
    [["paid-1", "refunded-1", "pending-1"], 5],
    [["refunded-1", "not-found-1"], 8],
    [["not-found-1", "refund-due-1"], 4],
    [["refund-due-1", "unavailable-1"], 10],
    [["unavailable-1", "code-7-1"], 7],
    [["code-7-1", "code-5-1"], 9],
    [["code-5-1", "conflict-1", "paid-1"], 6],
    [["refund-due-1", ""], 64],
    [["", "unavailable-1"], 10]
  ])("%j: %i", async (references, code) => {
    assert.strictEqual((await billStatus(["check", ...references])).code, code)
  })
})

describe("--output json", () => {
  it("prints the page's own example field for field", async () => {
    const { code, stdout } = await billStatus(["check", "123456", "--output", "json"])
    assert.strictEqual(code, 5)
    const { checkedAt, why, ...said } = JSON.parse(stdout)
    assert.match(checkedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.match(why, /^Refunded, because data\.status is "0" and data\.refunded is 1: .+\.$/)
    assert.deepStrictEqual(said, {
      referenceId: "123456",
      verdict: "Refunded",
      final: true,
      refundSafe: true,
      resendSafe: true,
      responseCode: 1,
      message: "Transaction Refunded",
      drift: [],
      transaction: {
        transactionId: "55",
        operatorName: "BSES Rajdhani Power Limited",
        customerAccount: "•••••7100",
        amount: "100.00",
        commission: "0.21",
        tds: "0.01",
        operatorId: null,
        addedAt: "2021-01-11T10:13:20.000Z",
        refund: { transactionId: "57", refundedAt: "2021-01-11T10:23:08.000Z" }
      }
    })
  })

  it("prints the page's own error field for field", async () => {
    const { stdout } = await billStatus(["check", "code-7-1", "--output", "json"])
    assert.deepStrictEqual(JSON.parse(stdout), {
      referenceId: "code-7-1",
      error: {
        tag: "InvalidSignature",
        responseCode: 7,
        httpStatus: 401,
        message: "Invalid signature encoding",
        retry: "never"
      }
    })
  })

  it("prints an array for several, in the order asked", async () => {
    const references = ["pending-1", "code-7-1", "paid-1", "pending-1"]
    const { stdout } = await billStatus(["check", ...references, "--output", "json"])
    const said: ReadonlyArray<{ referenceId: string }> = JSON.parse(stdout)
    assert.deepStrictEqual(
      said.map(({ referenceId }) => referenceId),
      references
    )
  })

  it("keeps the leading zeros of a reference", async () => {
    const { stdout } = await billStatus(["check", "007", "--output", "json"])
    assert.strictEqual(JSON.parse(stdout).referenceId, "007")
  })
})

describe("--from", () => {
  const list = "\uFEFFpaid-1\r\n\r\n# a comment\n  pending-1 \r\ncode-7-1"
  let folder: string
  let file: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "references-"))
    file = join(folder, "references.txt")
    writeFileSync(file, list)
  })

  afterAll(() => rmSync(folder, { recursive: true }))

  it("json is an array, also for one reference", async () => {
    writeFileSync(join(folder, "one.txt"), "paid-1\n")
    const { stdout } = await billStatus([
      "check",
      "--from",
      join(folder, "one.txt"),
      "--output",
      "json"
    ])
    assert.strictEqual(JSON.parse(stdout).length, 1)
  })

  it("ndjson is an object a line, in the order of the file", async () => {
    const { code, stdout } = await billStatus(["check", "--from", file, "--output", "ndjson"])
    assert.strictEqual(code, 7)
    const said = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    assert.deepStrictEqual(
      said.map(({ error, referenceId, verdict }) => [referenceId, verdict ?? error.tag]),
      [
        ["paid-1", "Paid"],
        ["pending-1", "Pending"],
        ["code-7-1", "InvalidSignature"]
      ]
    )
  })

  it("csv is a row a reference under stable columns", async () => {
    const { stdout } = await billStatus(["check", "--from", file, "--output", "csv"])
    const [header, ...rows] = stdout.trimEnd().split("\n")
    assert.match(
      header ?? "",
      /^referenceId,verdict,final,refundSafe,resendSafe,.+,error,httpStatus,retry$/
    )
    assert.deepStrictEqual(
      rows.map((row) => row.split(",").slice(0, 2)),
      [
        ["paid-1", "Paid"],
        ["pending-1", "Pending"],
        ["code-7-1", ""]
      ]
    )
  })

  it.each(["table", "json", "ndjson", "csv"])(
    "a file without a reference exits 64, as 0 would say Paid: %s",
    async (output) => {
      const empty = join(folder, "empty.txt")
      writeFileSync(empty, "# nothing\n")
      const { code, stderr } = await billStatus(["check", "--from", empty, "--output", output])
      assert.strictEqual(code, 64)
      assert.include(stderr, `There is no reference in ${empty}.`)
    }
  )

  it.each([
    [["--from", "/nowhere"], "Cannot read /nowhere (ENOENT)."],
    [["--from", "/tmp"], "Cannot read /tmp"],
    [["paid-1", "--from", "/nowhere"], "not both"]
  ])("%j exits 64: %s", async (args, said) => {
    const { code, stderr, stdout } = await billStatus(["check", ...args])
    assert.strictEqual(code, 64)
    assert.strictEqual(stdout, "")
    assert.include(stderr, said)
  })
})

describe("csv", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\uFF1D1"])(
    "makes no formula of the reference %s",
    async (reference) => {
      const { stdout } = await billStatus(["check", "--output", "csv", "--", reference])
      assert.include(stdout, `\n'${reference},`)
    }
  )
})

describe("the account number", () => {
  const outputs = ["table", "json", "ndjson", "csv"]

  it.each(outputs)("is masked in %s", async (output) => {
    const { stderr, stdout } = await billStatus(["check", "123456", "--output", output])
    assert.include(stdout, "•••••7100")
    assert.notInclude(stdout + stderr, "102277100")
  })

  it.each(outputs)("is whole in %s with --unmasked", async (output) => {
    const { stdout } = await billStatus(["check", "123456", "--unmasked", "--output", output])
    assert.include(stdout, "102277100")
  })
})

describe("standard output that goes away", () => {
  const references = Array.from({ length: 3000 }, (_, index) => `paid-${index}`).join("\n")

  it.each([
    ["| head -1", "141", ""],
    ["> /dev/full", "74", "bill-status: cannot write to standard output (ENOSPC)."]
  ])("%s ends the program with %s", (redirection, code, said) => {
    const program = `"${process.execPath}" "${binOf("cli")}" check --from - --layer stub --output ndjson`
    const { stderr } = spawnSync(
      "sh",
      ["-c", `{ ${program}; echo "code $?" >&2; } ${redirection}`],
      {
        input: references,
        encoding: "utf8",
        env: {}
      }
    )
    assert.strictEqual(stderr, `${said === "" ? "" : `${said}\n`}code ${code}\n`)
  })
})

describe("wrong usage exits 64, says why on stderr and prints nothing on stdout", () => {
  it.each([
    [["check"], "Missing required argument: reference"],
    [[], "USAGE"],
    [["chek"], 'Unknown subcommand "chek"'],
    [["check", "1", "--outptu", "json"], "--outptu"],
    [["check", "1", "--output", "xml"], "xml"],
    [["check", "1", "--layer", "test"], "test"],
    [["check", "1", "--timeout", "soon"], "500ms, 2s, 2 seconds or 3 days"],
    [["check", "1", "--concurrency", "0"], "between 1 and 1000"],
    [["check", "1", "--base-url", "aopay"], "AOPAY_BASE_URL is not valid."],
    [["check", "1", "--base-url", ""], "AOPAY_BASE_URL is not valid."],
    [["check", "-v"], "-v"],
    [["check", "--version"], "--version"],
    [["check", "not-found-1", "-h"], "-h"],
    [["check", "not-found-1", "--help"], "--help"]
  ])("%j: %s", async (args, said) => {
    const { code, stderr, stdout } = await billStatus(args)
    assert.strictEqual(code, 64)
    assert.strictEqual(stdout, "")
    assert.include(stderr, said)
    assert.notMatch(stderr, /\n\s+at /)
  })
})

it("-- keeps a reference from being read as a flag", async () => {
  const { code, stdout } = await billStatus(["check", "--output", "json", "--", "--help"])
  assert.strictEqual(code, 8)
  assert.strictEqual(JSON.parse(stdout).referenceId, "--help")
})

describe("a setting from the environment", () => {
  it.each([
    ["AOPAY_REGISTRATION_ID", undefined, "is not set"],
    ["AOPAY_REGISTRATION_ID", "x".repeat(65), "is not valid"],
    ["AOPAY_BASE_URL", "nonsense", "is not valid"],
    ["AOPAY_TIME_ZONE", "Mars/Phobos", "is not valid"],
    ["AOPAY_API_KEY", "two words", "is not valid"],
    ["BILL_STATUS_LAYER", "test", "is not valid"]
  ])("%s=%s is one clear line and exit 64: %s", async (name, value, said) => {
    const { [name]: _, ...others } = mockSettings(mock.address)
    const env = value === undefined ? others : { ...others, [name]: value }
    const { code, stderr, stdout } = await billStatus(["check", "1"], env)
    assert.strictEqual(code, 64)
    assert.strictEqual(stdout, "")
    const lines = stderr.trimEnd().split("\n")
    assert.strictEqual(lines.length, 1)
    assert.match(lines[0] ?? "", new RegExp(`^bill-status: ${name} ${said}\\. Set it to .+\\.$`))
  })

  it("is beaten by its flag", async () => {
    const { code } = await billStatus(
      ["check", "paid-1", "--registration-id", "AOP-554", "--base-url", mock.address],
      { AOPAY_REGISTRATION_ID: "AOP-000", AOPAY_BASE_URL: "nonsense" }
    )
    assert.strictEqual(code, 0)
  })

  it("BILL_STATUS_LAYER=stub needs nothing else and no network", async () => {
    const { code } = await billStatus(["check", "refund-due-1"], { BILL_STATUS_LAYER: "stub" })
    assert.strictEqual(code, 4)
  })

  it("AOPAY_TIME_ZONE moves the provider's dates", async () => {
    const { stdout } = await billStatus(["check", "123456", "--output", "json"], {
      ...mockSettings(mock.address),
      AOPAY_TIME_ZONE: "UTC"
    })
    assert.strictEqual(JSON.parse(stdout).transaction.addedAt, "2021-01-11T15:43:20.000Z")
  })
})

describe("help", () => {
  it.each([["--help"], ["-h"], ["check", "--help"]])("%s is on stdout, exit 0", async (...args) => {
    const { code, stderr, stdout } = await billStatus(args, {})
    assert.strictEqual(code, 0)
    assert.strictEqual(stderr, "")
    assert.include(stdout, "USAGE")
  })
})

describe("a table", () => {
  it("cuts a long cell and says what could not be read", async () => {
    const { stdout } = await billStatus(["check", "drifting-1", "x".repeat(64)])
    assert.match(
      stdout,
      /Could not be read \(the verdict stands\):\n {2}drifting-1: data\.tds was N\/A/
    )
  })
})

describe("text from the provider", () => {
  const hostile = "\u001b[2J\u009b31m\u202Eoops\r\nPaid"
  let provider: Server
  let address: string

  beforeAll(async () => {
    provider = createServer((request, response) => {
      request.resume()
      response.end(
        JSON.stringify({
          response_code: 1,
          status: true,
          message: hostile,
          data: { status: hostile, refunded: 0, refid: "1", amount: "1", operatorname: hostile }
        })
      )
    })
    await new Promise<void>((listening) => {
      provider.listen(0, "127.0.0.1", listening)
    })
    const bound = provider.address()
    assert(bound !== null && typeof bound === "object")
    address = `http://127.0.0.1:${bound.port}`
  })

  afterAll(() => {
    provider.closeAllConnections()
    provider.close()
  })

  it.each(["table", "json", "ndjson", "csv"])(
    "never reaches the terminal as control characters: %s",
    async (output) => {
      const { stdout } = await billStatus(["check", "1", "--output", output], mockSettings(address))
      assert.include(stdout, "oops")
      assert.notMatch(stdout, /[^\P{C}\n]/u)
    }
  )
})
