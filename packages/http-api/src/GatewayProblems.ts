/** Every way the gateway itself cannot answer: nothing was asked, or nothing of ours could be said. */
import { Retry } from "@bill-payment-status/core"
import { Effect, Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { RequestId } from "./RequestId.ts"

const members = <const Tag extends string>(tag: Tag, retry: Retry, advice: string) => ({
  tag: Schema.tag(tag),
  detail: Schema.String,
  retry: Retry.pipe(Schema.withConstructorDefault(Effect.succeed(retry))),
  advice: Schema.String.pipe(Schema.withConstructorDefault(Effect.succeed(advice))),
  requestId: RequestId
})

/** One part of a request that is at fault. */
export const FieldFault = Schema.Struct({
  /** E.g. `references[3]`, `fresh`, `content-type`. */
  field: Schema.String,
  message: Schema.String
}).annotate({ identifier: "FieldFault" })
export type FieldFault = typeof FieldFault.Type

export class InvalidRequestProblem extends HttpApiError.Problem<InvalidRequestProblem>()(
  "InvalidRequest",
  { type: "/problems/invalid-request", status: 400, title: "The request is malformed" },
  {
    ...members("InvalidRequest", "never", "Correct what errors names and ask again."),
    errors: Schema.Array(FieldFault)
  }
) {}

export class UnauthorizedProblem extends HttpApiError.Problem<UnauthorizedProblem>()(
  "Unauthorized",
  { type: "/problems/unauthorized", status: 401, title: "No valid API key" },
  members(
    "Unauthorized",
    "never",
    "Send authorization: Bearer followed by a key that is neither expired nor revoked."
  )
) {}

export class ForbiddenProblem extends HttpApiError.Problem<ForbiddenProblem>()(
  "Forbidden",
  { type: "/problems/forbidden", status: 403, title: "The API key may not do this" },
  members("Forbidden", "never", "Ask whoever runs the gateway for a key that may.")
) {}

export class NoSuchRouteProblem extends HttpApiError.Problem<NoSuchRouteProblem>()(
  "NoSuchRoute",
  { type: "/problems/no-such-route", status: 404, title: "No such route" },
  {
    ...members("NoSuchRoute", "never", "Nothing was asked; see routes for what exists."),
    routes: Schema.Array(Schema.String)
  }
) {}

export class MethodNotAllowedProblem extends HttpApiError.Problem<MethodNotAllowedProblem>()(
  "MethodNotAllowed",
  { type: "/problems/method-not-allowed", status: 405, title: "The route has no such method" },
  members("MethodNotAllowed", "never", "Use a method that the allow header names.")
) {}

export class RequestTimeoutProblem extends HttpApiError.Problem<RequestTimeoutProblem>()(
  "RequestTimeout",
  { type: "/problems/request-timeout", status: 408, title: "The request came too slowly" },
  members("RequestTimeout", "now", "Nothing was asked; send the request again.")
) {}

export class ContentTooLargeProblem extends HttpApiError.Problem<ContentTooLargeProblem>()(
  "ContentTooLarge",
  { type: "/problems/content-too-large", status: 413, title: "The body is too long" },
  members("ContentTooLarge", "never", "Send less at once.")
) {}

export class UriTooLongProblem extends HttpApiError.Problem<UriTooLongProblem>()(
  "UriTooLong",
  { type: "/problems/uri-too-long", status: 414, title: "The address is too long" },
  members("UriTooLong", "never", "Shorten it: a reference has at most 64 characters.")
) {}

export class UnsupportedMediaTypeProblem extends HttpApiError.Problem<UnsupportedMediaTypeProblem>()(
  "UnsupportedMediaType",
  { type: "/problems/unsupported-media-type", status: 415, title: "The body is not JSON" },
  members("UnsupportedMediaType", "never", "Send JSON with content-type: application/json.")
) {}

export class TooManyRequestsProblem extends HttpApiError.Problem<TooManyRequestsProblem>()(
  "TooManyRequests",
  { type: "/problems/too-many-requests", status: 429, title: "The API key is at its limit" },
  members("TooManyRequests", "later", "Nothing was asked; wait as long as retry-after says.")
) {}

export class HeadersTooLargeProblem extends HttpApiError.Problem<HeadersTooLargeProblem>()(
  "HeadersTooLarge",
  { type: "/problems/headers-too-large", status: 431, title: "The headers are too long" },
  members("HeadersTooLarge", "never", "Send fewer or shorter headers.")
) {}

export class InternalErrorProblem extends HttpApiError.Problem<InternalErrorProblem>()(
  "InternalError",
  { type: "/problems/internal-error", status: 500, title: "The gateway has a fault" },
  members(
    "InternalError",
    "later",
    "Nothing is known about the payment; report the request id to whoever runs the gateway."
  )
) {}

export class OverloadedProblem extends HttpApiError.Problem<OverloadedProblem>()(
  "Overloaded",
  { type: "/problems/overloaded", status: 503, title: "The gateway is too busy" },
  members("Overloaded", "later", "Nothing was asked; wait as long as retry-after says.")
) {}

/** All of them. */
export const gatewayProblems = [
  InvalidRequestProblem,
  UnauthorizedProblem,
  ForbiddenProblem,
  NoSuchRouteProblem,
  MethodNotAllowedProblem,
  RequestTimeoutProblem,
  ContentTooLargeProblem,
  UriTooLongProblem,
  UnsupportedMediaTypeProblem,
  TooManyRequestsProblem,
  HeadersTooLargeProblem,
  InternalErrorProblem,
  OverloadedProblem
] as const

export type GatewayProblem = InstanceType<(typeof gatewayProblems)[number]>
