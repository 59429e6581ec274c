/** What any route may answer before or instead of its own answers. */
import { HttpApiMiddleware } from "effect/http-api"
import {
  HeadersTooLargeProblem,
  InternalErrorProblem,
  InvalidRequestProblem,
  OverloadedProblem,
  RequestTimeoutProblem,
  UriTooLongProblem
} from "./GatewayProblems.ts"

/** Turns what does not fit the contract into problems that name the field. */
export class RequestFaults extends HttpApiMiddleware.Service<RequestFaults>()(
  "@bill-payment-status/http-api/RequestFaults",
  {
    error: [
      InvalidRequestProblem,
      RequestTimeoutProblem,
      UriTooLongProblem,
      HeadersTooLargeProblem,
      InternalErrorProblem,
      OverloadedProblem
    ]
  }
) {}
