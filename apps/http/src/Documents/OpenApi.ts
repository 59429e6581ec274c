import openApi from "@bill-payment-status/http-api/openapi.json" with { type: "json" }
import { cachedAnswer } from "./CachedAnswer.ts"

export const openApiAnswer = cachedAnswer("application/json", JSON.stringify(openApi))
