/** Plays the scenario catalogue: what AOPay would do with a question, now. */
import { Context, DateTime, Effect, Layer } from "effect"
import type { InquiryBody } from "../Provider/AopayWire.ts"
import * as PageExamples from "./PageExamples.ts"
import * as Reply from "./Reply.ts"
import { scenarioFor, tell } from "./ScenarioCatalogue.ts"

const rememberedAtMost = 100_000

/** Answers as the scenarios say. */
export class ScenarioPlayer extends Context.Service<
  ScenarioPlayer,
  {
    /** Only the page's registration is known; any other is answered with code 7. */
    readonly play: (question: typeof InquiryBody.Type) => Effect.Effect<Reply.Reply>
  }
>()("@bill-payment-status/core/testing/ScenarioPlayer") {
  /** Remembers when a reference was first asked about; the oldest are forgotten first. */
  static readonly layer = Layer.sync(ScenarioPlayer, () => {
    const firstAsked = new Map<string, DateTime.Utc>()

    const firstAskedAt = (referenceId: string, now: DateTime.Utc): DateTime.Utc => {
      const known = firstAsked.get(referenceId)
      if (known !== undefined) return known
      firstAsked.set(referenceId, now)
      if (firstAsked.size > rememberedAtMost) {
        const oldest = firstAsked.keys().next()
        if (oldest.done !== true) firstAsked.delete(oldest.value)
      }
      return now
    }

    return ScenarioPlayer.of({
      play: ({ referenceid, RegistrationID }) =>
        RegistrationID === PageExamples.registrationId
          ? Effect.map(DateTime.now, (now) =>
              tell(scenarioFor(referenceid).story, referenceid, {
                now,
                beganAt: firstAskedAt(referenceid, now),
                seed: 0
              })
            )
          : Effect.succeed(Reply.json(401, PageExamples.invalidSignatureAnswer))
    })
  })
}
