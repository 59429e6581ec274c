/** A file that several processes change: no change is lost, and nobody reads half of one. */
import { errorCode, InUse, IoFailure, lock } from "@bill-payment-status/program"
import { Data, Effect, FileSystem, Option, type PlatformError, Schedule } from "effect"
import { fileVersion } from "./FileVersion.ts"

const ownersOnly = 0o600

/** Others hold it for milliseconds. */
const patience = { schedule: Schedule.spaced("20 millis"), times: 250 }

const cannot = (what: string, path: string, why: string): IoFailure =>
  new IoFailure({ message: `Cannot ${what} ${path}: ${why}.` })

/** By the tags of `PlatformError`, and by the system's own names. */
const reasons: { readonly [name: string]: string } = {
  PermissionDenied: "permission denied",
  NotFound: "its folder does not exist",
  EACCES: "permission denied",
  ENOENT: "its folder does not exist",
  EROFS: "it is on a file system that cannot be written",
  Busy: "it is mounted by itself and cannot be replaced; mount its folder instead"
}

const unreachable =
  (what: string, path: string) =>
  ({ reason }: PlatformError.PlatformError) =>
    cannot(what, path, reasons[reason._tag] ?? reason._tag)

/** The text of a file; none where there is no file. */
export const readIfThere = Effect.fnUntraced(function* (path: string) {
  const files = yield* FileSystem.FileSystem
  return yield* files.readFileString(path).pipe(
    Effect.asSome,
    Effect.catchReason("PlatformError", "NotFound", () => Effect.succeedNone)
  )
})

class Held extends Data.TaggedError("Held")<{ readonly holder: string }> {}

const held = (path: string) =>
  Effect.acquireRelease(
    Effect.try({
      try: () => lock(path),
      catch: (error) =>
        error instanceof InUse
          ? new Held({ holder: error.holder })
          : cannot("write", path, reasons[errorCode(error)] ?? errorCode(error))
    }).pipe(
      Effect.retry({ ...patience, while: ({ _tag }) => _tag === "Held" }),
      Effect.catchTag("Held", ({ holder }) =>
        Effect.fail(cannot("change", path, `process ${holder} is changing it`))
      )
    ),
    ({ release }) => Effect.sync(release)
  )

/** A link stands for the file it leads to. */
const fileBehind = Effect.fnUntraced(function* (path: string) {
  const files = yield* FileSystem.FileSystem
  return yield* Effect.orElseSucceed(files.realPath(path), () => path)
})

/** It stays whose it was, or the one who reads it no longer could. */
const giveTo = Effect.fnUntraced(function* (path: string, previous: string) {
  const files = yield* FileSystem.FileSystem
  const theirs = yield* Effect.option(files.stat(previous))
  if (Option.isNone(theirs)) return
  const { uid: ourUid } = yield* files.stat(path)
  const { gid, uid } = theirs.value
  if (Option.isSome(uid) && Option.isSome(gid) && !Option.contains(ourUid, uid.value))
    yield* files.chown(path, uid.value, gid.value)
})

/** Changed by somebody who asks for no lock, e.g. with an editor or from another machine. */
class ChangedMeanwhile extends Data.TaggedError("ChangedMeanwhile") {}

const write = Effect.fnUntraced(function* (path: string, text: string) {
  const files = yield* FileSystem.FileSystem
  const file = yield* files.open(path, { flag: "w", mode: ownersOnly })
  yield* file.writeAll(new TextEncoder().encode(text))
  yield* file.sync
}, Effect.scoped)

const replace = Effect.fnUntraced(function* (path: string, text: string, version: string) {
  const files = yield* FileSystem.FileSystem
  const next = `${path}.${process.pid}.next`
  yield* Effect.gen(function* () {
    yield* write(next, text)
    yield* giveTo(next, path)
    if ((yield* fileVersion(path)) !== version) return yield* new ChangedMeanwhile()
    yield* files.rename(next, path)
  }).pipe(Effect.ensuring(Effect.ignore(files.remove(next, { force: true }))))
})

/** What becomes of a file: its next text, and what to tell of it. */
export interface Change<A> {
  readonly text: string
  readonly outcome: A
}

/**
 * Replaces a file, or makes it, while no other process of this machine does. `change` is given its text, none
 * where there is no file; it may be asked again.
 */
export const changeFile = Effect.fnUntraced(function* <A, E>(
  path: string,
  change: (text: Option.Option<string>) => Effect.Effect<Change<A>, E>
): Effect.fn.Return<A, E | IoFailure, FileSystem.FileSystem> {
  const file = yield* fileBehind(path)
  const once = Effect.gen(function* () {
    const version = yield* fileVersion(file)
    const before = yield* readIfThere(file).pipe(Effect.mapError(unreachable("read", path)))
    const { outcome, text } = yield* change(before)
    yield* replace(file, text, version).pipe(
      Effect.catchTag("PlatformError", (error) => Effect.fail(unreachable("write", path)(error)))
    )
    return outcome
  })
  return yield* held(file).pipe(
    Effect.andThen(once),
    Effect.scoped,
    Effect.retry({ ...patience, while: (error) => error instanceof ChangedMeanwhile }),
    Effect.mapError((error) =>
      error instanceof ChangedMeanwhile
        ? cannot("change", path, "others change it all the time")
        : error
    )
  )
})
