export { Api } from "./Api.ts"
export { makeApiClient } from "./ApiClient.ts"
export * from "./Problems.ts"
