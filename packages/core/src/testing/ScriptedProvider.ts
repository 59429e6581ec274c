/** A provider that answers from a script and records what it was asked. */
import { Context, Effect, Layer } from "effect"
import { Provider } from "../Provider.ts"
import { indiaTime } from "../ZonelessDate.ts"
import * as Reply from "./Reply.ts"

/** For each reference, the replies to the first, second, … question; the last one stays. */
export type Script = { readonly [referenceId: string]: ReadonlyArray<Reply.Reply> }

export class ScriptedProvider extends Context.Service<
  ScriptedProvider,
  {
    /** The references asked about so far, in order. */
    readonly asked: Effect.Effect<ReadonlyArray<string>>
  }
>()("@bill-payment-status/core/testing/ScriptedProvider") {
  /** Dies, naming the reference, when asked about one that is not in the script. */
  static readonly layer = (script: Script): Layer.Layer<ScriptedProvider | Provider> =>
    Layer.effectContext(
      Effect.sync(() => {
        const asked: Array<string> = []

        const ask: Provider["Service"]["ask"] = ({ referenceId }) =>
          Effect.suspend(() => {
            const replies = Object.hasOwn(script, referenceId) ? script[referenceId] : undefined
            const before = asked.filter((reference) => reference === referenceId).length
            asked.push(referenceId)
            const reply = replies?.[Math.min(before, replies.length - 1)]
            return reply === undefined
              ? Effect.die(new Error(`The script says nothing about reference "${referenceId}".`))
              : Reply.seenByCaller(reply, referenceId)
          })

        return Context.make(Provider, Provider.of({ ask, timeZone: indiaTime })).pipe(
          Context.add(
            ScriptedProvider,
            ScriptedProvider.of({ asked: Effect.sync(() => [...asked]) })
          )
        )
      })
    )
}
