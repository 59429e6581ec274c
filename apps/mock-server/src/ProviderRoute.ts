/** The provider's own route: reads a question and plays its scenario. */
import { inquiryPath } from "@bill-payment-status/core"
import { InquiryBody, refusalBody, Reply, ScenarioPlayer } from "@bill-payment-status/core/testing"
import { ByteSize, Effect, Schema } from "effect"
import {
  HttpIncomingMessage,
  HttpRouter,
  type HttpServerRequest,
  HttpServerResponse
} from "effect/http"
import * as ConnectionFault from "./ConnectionFault.ts"

const questionAtMost = ByteSize.kibibytes(64)

const decodeQuestion = Schema.decodeUnknownEffect(Schema.fromJsonString(InquiryBody))

/** Code 4, as the sibling API answers a question it cannot accept. */
const rejection = Reply.json(
  401,
  refusalBody(4, "referenceid and RegistrationID are required, as text, in a JSON object")
)

const perform = (
  request: HttpServerRequest.HttpServerRequest,
  reply: Reply.Reply
): Effect.Effect<HttpServerResponse.HttpServerResponse> => {
  switch (reply._tag) {
    case "Answer":
      return Effect.succeed(
        HttpServerResponse.text(reply.body, {
          status: reply.httpStatus,
          contentType: reply.contentType
        })
      )
    case "Hang":
      return Effect.never
    case "Later":
      return Effect.delay(perform(request, reply.reply), reply.delay)
    case "Reset":
      return ConnectionFault.reset(request)
    case "Truncated":
      return ConnectionFault.cutOff(request, {
        httpStatus: reply.httpStatus,
        whole: reply.body,
        part: Reply.arrivingPart(reply.body)
      })
  }
}

export const ProviderRoute = HttpRouter.use(
  Effect.fnUntraced(function* (router) {
    const player = yield* ScenarioPlayer
    yield* router.add("POST", inquiryPath, (request) =>
      request.text.pipe(
        Effect.provideService(HttpIncomingMessage.MaxBodySize, questionAtMost),
        Effect.flatMap(decodeQuestion),
        Effect.flatMap(player.play),
        Effect.catchTag(["HttpServerError", "SchemaError"], () => Effect.succeed(rejection)),
        Effect.flatMap((reply) => perform(request, reply))
      )
    )
  })
)
