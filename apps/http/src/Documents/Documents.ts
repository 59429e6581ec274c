/** What can be read without a key: the contract, its description for people, and what each problem means. */
import type { IncomingMessage } from "node:http"
import { gatewayProblems, inquiryProblems } from "@bill-payment-status/http-api"
import type { Answer } from "../Server/Answer.ts"

export interface Document {
  /** As `routes` and the log name it. */
  readonly template: string
  /** Made when somebody asks: what documents are made of is loaded then. */
  readonly answer: (request: IncomingMessage) => Promise<Answer>
}

/** By path. */
export type Documents = ReadonlyMap<string, Document>

const problemTypes = [...gatewayProblems, ...inquiryProblems].map(
  ({ fields }) => fields.type.schema.literal
)

const problemPage = (type: string): Document => ({
  template: "/problems/{name}",
  answer: async (request) =>
    (await import("./ProblemPages.ts")).answerProblem(type, request.headers.accept)
})

export const documents: Documents = new Map<string, Document>([
  [
    "/openapi.json",
    {
      template: "/openapi.json",
      answer: async () => (await import("./OpenApi.ts")).openApiAnswer
    }
  ],
  ["/docs", { template: "/docs", answer: async () => (await import("./ApiPage.ts")).apiPage }],
  [
    "/problems",
    {
      template: "/problems",
      answer: async ({ headers }) =>
        (await import("./ProblemPages.ts")).answerProblems(headers.accept)
    }
  ],
  ...problemTypes.map((type) => [type, problemPage(type)] as const)
])
