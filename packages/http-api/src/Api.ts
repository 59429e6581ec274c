/** The gateway's contract, from which server, typed client and OpenAPI come. */
import { HttpApi, OpenApi } from "effect/http-api"
import { CompatibleApi } from "./CompatibleApi.ts"
import { HealthApi } from "./HealthApi.ts"
import { MetricsApi } from "./MetricsApi.ts"
import { RequestFaults } from "./RequestFaults.ts"
import { TransactionsApi } from "./TransactionsApi.ts"

export class Api extends HttpApi.make("bill-payment-status")
  .add(TransactionsApi)
  .add(CompatibleApi)
  .add(HealthApi)
  .add(MetricsApi)
  .middleware(RequestFaults)
  .annotateMerge(
    OpenApi.annotations({
      title: "Bill payment status",
      version: "1",
      summary: "Was the bill paid through AOPay, and is the money safe?",
      description: [
        "The one trusted door to AOPay. An answer is either a payment status or a problem (RFC 9457), whose `tag` says what it is and whose `type` is the address of a page about it.",
        "An address that does not exist is a 404 problem NoSuchRoute that lists those that do; one that does not answer to the method is a 405 problem MethodNotAllowed with an `allow` header. HEAD is answered wherever GET is, but for streams of events.",
        "A gateway without keys answers its own machine only, and needs none of the keys below."
      ].join("\n\n"),
      license: { name: "Proprietary", identifier: "LicenseRef-Proprietary" },
      servers: [
        { url: "/", description: "The gateway this document came from." },
        {
          url: "{origin}",
          description: "Any gateway.",
          variables: {
            origin: {
              default: "http://127.0.0.1:3000",
              description: "Where it listens; the default is one started without settings."
            }
          }
        }
      ]
    })
  ) {}
