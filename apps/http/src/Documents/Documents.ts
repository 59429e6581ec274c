/** What can be read without a key: the contract, its description for people, and what each problem means. */
import type { IncomingMessage } from "node:http"
import { Api } from "@bill-payment-status/http-api"
import { OpenApi } from "effect/http-api"
import type { Answer } from "../Server/Answer.ts"

/** By path. */
export type Documents = ReadonlyMap<string, (request: IncomingMessage) => Answer>

const cached = ["cache-control", "public, max-age=300"]

const json = (value: unknown): Answer => ({
  status: 200,
  headers: ["content-type", "application/json", ...cached],
  body: Buffer.from(JSON.stringify(value))
})

export const makeDocuments = (): Documents => {
  const openApi = json(OpenApi.fromApi(Api))
  return new Map([["/openapi.json", () => openApi]])
}
