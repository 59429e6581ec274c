import { Data, Effect, Schedule } from "effect"

class NotYet extends Data.TaggedError("NotYet")<{ readonly seen: unknown }> {}

/** Looks until it is so; after ten seconds it fails with what it saw. */
export const eventually = <A, E, R>(look: Effect.Effect<A, E, R>, isSo: (seen: A) => boolean) =>
  look.pipe(
    Effect.filterOrFail(isSo, (seen) => new NotYet({ seen })),
    Effect.retry({ schedule: Schedule.spaced("20 millis"), times: 500 })
  )
