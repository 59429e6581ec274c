/**
 * When each key was last used, in a file beside the keys, which several servers write: of two times the later
 * one stands.
 */
import {
  DateTime,
  Effect,
  type FileSystem,
  Option,
  Result,
  Schedule,
  Schema,
  type Scope
} from "effect"
import { InstantText } from "./InstantText.ts"
import { KeyId } from "./KeyRecord.ts"
import { changeFile, readIfThere } from "./SharedFile.ts"

/** Where it stands for the keys of this file. */
export const lastUseFileOf = (keysFile: string): string => `${keysFile}.used.json`

/** The file is not what it should be. */
export class InvalidLastUse extends Schema.TaggedError<InvalidLastUse>()("InvalidLastUse", {
  message: Schema.String
}) {}

const LastUseFile = Schema.fromJsonString(
  Schema.Struct({ version: Schema.Literal(1), used: Schema.Record(KeyId, InstantText) })
)

type Times = ReadonlyMap<string, number>

const decode = Schema.decodeUnknownResult(LastUseFile)
const encode = Schema.encodeSync(LastUseFile)

const parse = (file: string, text: string): Result.Result<Times, InvalidLastUse> =>
  decode(text).pipe(
    Result.mapBoth({
      onFailure: () =>
        new InvalidLastUse({
          message: `${file} is malformed, so when keys were last used is not known. Delete it.`
        }),
      onSuccess: ({ used }) =>
        new Map(Object.entries(used).map(([id, { epochMilliseconds }]) => [id, epochMilliseconds]))
    })
  )

const print = (times: Times): string => {
  const used = [...times].map(([id, time]) => [id, DateTime.makeUnsafe(time)] as const)
  return `${encode({ version: 1, used: Object.fromEntries(used) })}\n`
}

const later = (one: Times, other: Times): Map<string, number> => {
  const merged = new Map(one)
  for (const [id, time] of other) merged.set(id, Math.max(time, merged.get(id) ?? 0))
  return merged
}

/** When keys were last used, in milliseconds since 1970; none was, where there is no file. */
export const readLastUse = Effect.fnUntraced(function* (
  keysFile: string
): Effect.fn.Return<Times, InvalidLastUse, FileSystem.FileSystem> {
  const file = lastUseFileOf(keysFile)
  const text = yield* Effect.mapError(
    readIfThere(file),
    ({ reason }) => new InvalidLastUse({ message: `Cannot read ${file} (${reason._tag}).` })
  )
  return Option.isNone(text) ? new Map() : yield* Effect.fromResult(parse(file, text.value))
})

const write = (file: string, times: Times) =>
  changeFile(file, (text) =>
    Effect.gen(function* () {
      const before = Option.isNone(text)
        ? new Map()
        : yield* Effect.fromResult(parse(file, text.value))
      return { text: print(later(before, times)), outcome: undefined }
    })
  )

/** Remembers when keys are used. */
export interface LastUse {
  /** Used at `now`, in milliseconds since 1970. */
  readonly used: (id: string, now: number) => void
}

/** Writes once a minute, and at the end of the scope. That it cannot is logged once and does no harm. */
export const recordLastUse = Effect.fnUntraced(function* (
  keysFile: string
): Effect.fn.Return<LastUse, never, FileSystem.FileSystem | Scope.Scope> {
  const file = lastUseFileOf(keysFile)
  let unwritten = new Map<string, number>()
  let isTold = false

  const writeAll = Effect.gen(function* () {
    if (unwritten.size === 0) return
    const batch = unwritten
    unwritten = new Map()
    const written = yield* Effect.result(write(file, batch))
    if (Result.isSuccess(written)) {
      isTold = false
      return
    }
    unwritten = later(batch, unwritten)
    if (!isTold) yield* Effect.logWarning(written.failure.message)
    isTold = true
  })

  yield* Effect.addFinalizer(() => writeAll)
  yield* Effect.uninterruptible(writeAll).pipe(
    Effect.repeat(Schedule.spaced("1 minute")),
    Effect.forkScoped
  )
  return { used: (id, now) => void unwritten.set(id, now) }
})
