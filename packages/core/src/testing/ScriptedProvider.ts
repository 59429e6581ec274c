/** A provider that answers from a script and records what it was asked. */
import { Context, Effect, Layer, type Redacted } from "effect"
import { Provider } from "../Provider.ts"
import { indiaTime } from "../ZonelessDate.ts"
import * as PageExamples from "./PageExamples.ts"
import * as Reply from "./Reply.ts"

/** For each reference, the replies to the first, second, … question; the last one stays. */
export type Script = { readonly [referenceId: string]: ReadonlyArray<Reply.Reply> }

/** What was asked. */
export interface AskedInquiry {
  readonly referenceId: string
  /** Redacted, so that it shows in no failed test. */
  readonly registrationId: Redacted.Redacted
}

/** Tells a test what was asked. */
export class ScriptedProvider extends Context.Service<
  ScriptedProvider,
  {
    /** What was asked so far, in order. */
    readonly asked: Effect.Effect<ReadonlyArray<AskedInquiry>>
  }
>()("@bill-payment-status/core/testing/ScriptedProvider") {
  /** Dies, naming the reference, when asked about one that is not in the script. */
  static readonly layer = (script: Script): Layer.Layer<ScriptedProvider | Provider> =>
    Layer.effectContext(
      Effect.sync(() => {
        const asked: Array<AskedInquiry> = []

        const ask: Provider["Service"]["ask"] = ({ referenceId, registrationId }) =>
          Effect.suspend(() => {
            const replies = Object.hasOwn(script, referenceId) ? script[referenceId] : undefined
            const before = asked.filter((inquiry) => inquiry.referenceId === referenceId).length
            asked.push({ referenceId, registrationId })
            const reply = replies?.[Math.min(before, replies.length - 1)]
            return reply === undefined
              ? Effect.die(new Error(`The script says nothing about reference "${referenceId}".`))
              : Reply.seenByCaller(reply, referenceId)
          })

        const provider = Provider.of({
          ask,
          registrationId: PageExamples.registration,
          secrets: [],
          timeZone: indiaTime
        })
        return Context.make(Provider, provider).pipe(
          Context.add(
            ScriptedProvider,
            ScriptedProvider.of({ asked: Effect.sync(() => [...asked]) })
          )
        )
      })
    )
}
