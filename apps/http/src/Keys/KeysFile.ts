/** The keys file: JSON, changed by `bill-status-http keys` and noticed by the servers that run. */
import { escapeUnsafe } from "@bill-payment-status/core"
import { Scope } from "@bill-payment-status/http-api"
import { Effect, type FileSystem, Option, Result, Schema, SchemaIssue } from "effect"
import { KeyId, KeyRecord } from "./KeyRecord.ts"
import { changeFile, readIfThere } from "./SharedFile.ts"

/** Names the keys file, for servers and commands. */
export const keysFileSetting = {
  name: "BILL_STATUS_KEYS_FILE",
  schema: Schema.NonEmptyString,
  expected: "the path of the keys file, e.g. /etc/bill-status/keys.json"
}

/** There are no keys to be had from the file. The message names it and repeats nothing that stands in it. */
export class InvalidKeysFile extends Schema.TaggedError<InvalidKeysFile>()("InvalidKeysFile", {
  problem: Schema.Literals(["missing", "unreadable", "malformed"]),
  message: Schema.String
}) {}

const version = 1

const KeysFile = Schema.Struct({
  version: Schema.Literal(version),
  keys: Schema.Array(KeyRecord)
})

type Keys = ReadonlyArray<KeyRecord>

const anInstant = "a time such as 2027-01-31T00:00:00Z"

const expectations: { readonly [field in keyof KeyRecord]: string } = {
  id: "10 letters and digits",
  name: "1 to 64 printable characters",
  digest: "the SHA-256 of a key in base64url",
  createdAt: anInstant,
  expiresAt: `${anInstant}, or null`,
  revokedAt: `${anInstant}, or null`,
  scopes: `a list of one or more of ${Scope.literals.join(", ")}`,
  registrations: "a list of registration ids, each 1 to 64 characters",
  rate: "a rate such as 50/s, 600/min or 1000/h, or null",
  concurrency: "a whole number from 1 to 100000, or null"
}

const isField = (name: unknown): name is keyof KeyRecord =>
  typeof name === "string" && Object.hasOwn(expectations, name)

const WithId = Schema.Struct({ keys: Schema.Array(Schema.Unknown) })
const idAt = (contents: unknown, at: number): string => {
  const id = Option.flatMap(Schema.decodeUnknownOption(WithId)(contents), ({ keys }) =>
    Schema.decodeUnknownOption(Schema.Struct({ id: KeyId }))(keys[at])
  )
  return Option.match(id, { onNone: () => "", onSome: ({ id }) => ` (${id})` })
}

const pathsOf = SchemaIssue.makeFormatterStandardSchemaV1({ leafHook: ({ _tag }) => _tag })

/** In words; what stands in the file is left out, as it may be a key. */
const faultOf = (issue: SchemaIssue.Issue, contents: unknown): string => {
  const [first] = pathsOf(issue).issues
  const [top, at, field] = first?.path ?? []
  if (top === "version") return `version must be ${version}, the only one this program knows.`
  if (top !== "keys" || typeof at !== "number")
    return `it must be an object with version ${version} and a list of keys, and nothing else.`
  const key = `key ${at + 1}${idAt(contents, at)}`
  if (field === undefined) return `${key} must be an object.`
  return isField(field)
    ? `${key}: ${field} must be ${expectations[field]}.`
    : `${key} has a field that there is not; there are ${Object.keys(expectations).join(", ")}.`
}

const malformed = (file: string, fault: string): InvalidKeysFile =>
  new InvalidKeysFile({
    problem: "malformed",
    message: `${file}: ${fault} Correct it, or put a copy of it back.`
  })

/** V8 repeats what it could not read; only where it stands is told. */
const lineOf = (error: unknown): string => {
  const [where = ""] = /line \d+/.exec(error instanceof Error ? error.message : "") ?? []
  return where === "" ? "" : ` (${where})`
}

const decode = Schema.decodeUnknownResult(KeysFile, { onExcessProperty: "error" })

const repeatedId = (keys: Keys): string | undefined => {
  const seen = new Set<string>()
  return keys.find(({ id }) => seen.size === seen.add(id).size)?.id
}

const parse = (file: string, text: string): Result.Result<Keys, InvalidKeysFile> =>
  Result.gen(function* () {
    const contents: unknown = yield* Result.try({
      try: () => JSON.parse(text),
      catch: (error) => malformed(file, `not JSON${lineOf(error)}.`)
    })
    const { keys } = yield* Result.mapError(decode(contents), ({ issue }) =>
      malformed(file, faultOf(issue, contents))
    )
    const twice = repeatedId(keys)
    if (twice !== undefined)
      return yield* Result.fail(malformed(file, `the key ${twice} stands in it twice.`))
    return keys
  })

const encode = Schema.encodeSync(KeysFile)

const print = (keys: Keys): string =>
  `${escapeUnsafe(JSON.stringify(encode({ version, keys }), null, 2))}\n`

/** Reads the keys. */
export const readKeysFile = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<Keys, InvalidKeysFile, FileSystem.FileSystem> {
  const text = yield* Effect.mapError(
    readIfThere(file),
    ({ reason }) =>
      new InvalidKeysFile({
        problem: "unreadable",
        message: `Cannot read ${file} (${reason._tag}).`
      })
  )
  if (Option.isNone(text))
    return yield* new InvalidKeysFile({
      problem: "missing",
      message: `${file} does not exist; create it with: bill-status-http keys create --file ${file} --name NAME`
    })
  return yield* Effect.fromResult(parse(file, text.value))
})

/** What becomes of the keys, and what to tell of it. */
export interface KeysChange<A> {
  readonly keys: Keys
  readonly outcome: A
}

/** Changes the keys, of which there are none before there is a file. Two at once lose nothing. */
export const updateKeysFile = <A, E>(
  file: string,
  change: (keys: Keys) => Effect.Effect<KeysChange<A>, E>
) =>
  changeFile(
    file,
    Effect.fnUntraced(function* (text) {
      const before = Option.isNone(text) ? [] : yield* Effect.fromResult(parse(file, text.value))
      const { keys, outcome } = yield* change(before)
      return { text: print(keys), outcome }
    })
  )
