/** A document as an answer: kept for five minutes, as it changes with the version of the gateway only. */
import type { Answer, HeaderList } from "../Server/Answer.ts"

export const cachedAnswer = (
  contentType: string,
  body: string,
  headers: HeaderList = []
): Answer => ({
  status: 200,
  headers: ["content-type", contentType, "cache-control", "public, max-age=300", ...headers],
  body: Buffer.from(body)
})
