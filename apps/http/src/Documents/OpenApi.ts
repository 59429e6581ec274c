import { text } from "./ApiDescription.ts"
import { cachedAnswer } from "./CachedAnswer.ts"

export const openApiAnswer = cachedAnswer("application/json", text)
