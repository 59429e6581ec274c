/** Who may ask: an API key, as a bearer token or, on AOPay's own route, as `api-key`. */
import { HttpApiMiddleware, HttpApiSecurity, OpenApi } from "effect/http-api"
import { ForbiddenProblem, TooManyRequestsProblem, UnauthorizedProblem } from "./GatewayProblems.ts"

const error = [UnauthorizedProblem, ForbiddenProblem, TooManyRequestsProblem]

const bearer = HttpApiSecurity.bearer.pipe(
  HttpApiSecurity.annotate(OpenApi.Description, "An API key: `bps_live_…`.")
)

const apiKey = HttpApiSecurity.apiKey({ key: "api-key", in: "header" }).pipe(
  HttpApiSecurity.annotate(OpenApi.Description, "The same key, as integrations with AOPay send it.")
)

/** Of every route but health and documents. A gateway without keys asks for none. */
export class Authorization extends HttpApiMiddleware.Service<Authorization>()(
  "@bill-payment-status/http-api/Authorization",
  { error, security: { bearer } }
) {}

/** Of AOPay's own route: an integration keeps its body and adds one header. */
export class CompatibleAuthorization extends HttpApiMiddleware.Service<CompatibleAuthorization>()(
  "@bill-payment-status/http-api/CompatibleAuthorization",
  { error, security: { bearer, apiKey } }
) {}
