/** Bodies that AOPay might send on a bad day, made from ones it does send. Same seed, same bodies. */

/** A stream of numbers from 0 to 1 that a seed decides (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number

const below = (random: Random, limit: number): number => Math.floor(random() * limit)

const oneOf = <A>(random: Random, items: ReadonlyArray<A>): A | undefined =>
  items[below(random, items.length)]

const keys = [
  "response_code",
  "responsecode",
  "status",
  "data",
  "refid",
  "refunded",
  "amount",
  "message",
  "tds",
  "dateadded",
  "canumber",
  "Status",
  "__proto__",
  "constructor"
]

const values = [
  "0",
  "1",
  "2",
  "-1",
  "-0",
  "1.0",
  "1e0",
  "10e-1",
  "0.5",
  "1e400",
  "9007199254740993",
  "01",
  "true",
  "false",
  "null",
  "{}",
  "[]",
  '""',
  '"0"',
  '"1"',
  '"01"',
  '" 1"',
  '"true"',
  '"TRUE"',
  '"SUCCESS"',
  '"123456"',
  "123456",
  '"100"',
  '"12.345"',
  '"1e3"',
  '"-5"',
  '"N/A"',
  '"\\u0031"',
  '"\\u0000"',
  '"0000-00-00 00:00:00"',
  '"2021-02-30 10:00:00"',
  '[{"status":"1"}]',
  '{"status":"1","refunded":"0"}',
  '"\\ud800"'
]

type Mutation = (body: string, random: Random) => string

const splice = (body: string, at: number, removed: number, added: string): string =>
  body.slice(0, at) + added + body.slice(at + removed)

/** Where a `"key": value` stands, one of them. */
const memberOf = (body: string, random: Random) => {
  const members = [...body.matchAll(/"(\w+)"\s*:\s*("(?:[^"\\]|\\.)*"|[\w.+-]+|[[{])/g)]
  return oneOf(random, members)
}

const changeValue: Mutation = (body, random) => {
  const member = memberOf(body, random)
  if (member === undefined) return body
  const [whole, , value = ""] = member
  const at = member.index + whole.length - value.length
  return splice(body, at, value.length, oneOf(random, values) ?? "")
}

const changeKey: Mutation = (body, random) => {
  const member = memberOf(body, random)
  if (member === undefined) return body
  return splice(body, member.index + 1, (member[1] ?? "").length, oneOf(random, keys) ?? "")
}

const duplicateKey: Mutation = (body, random) => {
  const member = memberOf(body, random)
  if (member === undefined) return body
  const key = random() < 0.5 ? member[1] : oneOf(random, keys)
  return splice(body, member.index, 0, `"${key}":${oneOf(random, values)},`)
}

const removeMember: Mutation = (body, random) => {
  const member = memberOf(body, random)
  return member === undefined ? body : splice(body, member.index, member[0].length, '"x":0')
}

const truncate: Mutation = (body, random) => body.slice(0, below(random, body.length))

const nest: Mutation = (body, random) => {
  const depth = 1 + below(random, random() < 0.01 ? 20_000 : 300)
  const member = memberOf(body, random)
  if (member === undefined || random() < 0.2) return "[".repeat(depth) + body + "]".repeat(depth)
  return splice(body, member.index, 0, `"n":${"[".repeat(depth)}${"]".repeat(depth)},`)
}

/** An account number that nobody has, and that must cost no time to conceal. */
const hugeAccount: Mutation = (body, random) => {
  const account = "7".repeat(below(random, random() < 0.01 ? 100_000 : 200))
  return body.replace(/"canumber"\s*:\s*"[^"]*"/, `"canumber":"${account}"`)
}

const insert: Mutation = (body, random) => {
  const pieces = [
    "\u0000",
    "\u001b[2J",
    "\u202e",
    "\uFEFF",
    "{",
    "}",
    '"',
    ",",
    ":",
    "\\",
    "1",
    " ",
    "\n"
  ]
  return splice(body, below(random, body.length), below(random, 3), oneOf(random, pieces) ?? "")
}

const wrap: Mutation = (body, random) =>
  (oneOf(random, ["<br>Warning: x in y.php\n", " \n", "\uFEFF", "", "null"]) ?? "") +
  body +
  (oneOf(random, ["", "\n", "<!-- served -->", "{}", "\u0000"]) ?? "")

const mutations: ReadonlyArray<Mutation> = [
  changeValue,
  changeValue,
  changeValue,
  changeKey,
  duplicateKey,
  removeMember,
  truncate,
  nest,
  hugeAccount,
  insert,
  wrap
]

/** One to four changes to a body; some of them leave its bytes invalid UTF-8. */
export const mutate = (body: string, random: Random): Uint8Array => {
  let changed = body
  for (let change = below(random, 4); change >= 0; change--)
    changed = (oneOf(random, mutations) ?? wrap)(changed, random)
  const bytes = new TextEncoder().encode(changed)
  if (random() < 0.1 && bytes.length > 0) bytes[below(random, bytes.length)] = below(random, 256)
  return bytes
}
