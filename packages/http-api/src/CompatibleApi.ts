/** AOPay's own route, for integrations that already call it: they change a host name and add a key. */
import { AopayWire, inquiryPath } from "@bill-payment-status/core"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { CompatibleAuthorization } from "./Authorization.ts"
import { compatibleProblems } from "./CompatibleProblems.ts"
import { ContentTooLargeProblem } from "./GatewayProblems.ts"
import { RequiredScope } from "./Scope.ts"

const Refusal = AopayWire.RefusalBody.annotate({ identifier: "Refusal" })

/** Not read again by the typed client: these are AOPay's own bytes. */
export class CompatibleApi extends HttpApiGroup.make("compatible")
  .add(
    HttpApiEndpoint.post("billPaymentStatus", inquiryPath, {
      payload: AopayWire.InquiryBody.annotate({ identifier: "Inquiry" }),
      success: [AopayWire.RecordBody.annotate({ identifier: "Record" }), Refusal],
      error: [
        ...[401, 404, 412].map((status) => Refusal.pipe(HttpApiSchema.status(status))),
        ...compatibleProblems,
        ContentTooLargeProblem
      ]
    })
      .annotate(RequiredScope, "compat")
      .annotateMerge(
        OpenApi.annotations({
          identifier: "billPaymentStatus",
          summary: "Ask as AOPay is asked",
          description:
            "AOPay's own bytes and status, where they are an answer about this reference. All else is a problem, which has neither response_code nor data."
        })
      )
  )
  .middleware(CompatibleAuthorization)
  .annotateMerge(
    OpenApi.annotations({ title: "Compatible", description: "AOPay's own route and shape." })
  ) {}
