/** What a request is told that nothing answers: what was asked, what exists, what may have been meant. */
import { inquiryPath, plainText } from "@bill-payment-status/core"
import { OpenApi } from "effect/http-api"
import { ControlApi } from "../Control/ControlApi.ts"
import { nearest } from "../Engine/Question.ts"
import type { Problem } from "./Problem.ts"

/** Every route, with its methods: `GET|PUT /path`. */
const routes: ReadonlyArray<string> = [
  `POST ${inquiryPath}`,
  "GET /_mock",
  "GET /_mock/openapi.json",
  "GET /_mock/control.json",
  ...Object.entries(OpenApi.fromApi(ControlApi).paths).map(
    ([path, methods]) => `${Object.keys(methods).join("|").toUpperCase()} ${path}`
  )
]

const pathOf = (route: string): string => route.slice(route.indexOf(" ") + 1)

const isAt = (route: string, path: string): boolean =>
  pathOf(route) === path ||
  (pathOf(route).endsWith("/{reference}") &&
    path.startsWith(pathOf(route).replace("{reference}", "")))

const methodsOf = (route: string): ReadonlyArray<string> =>
  route.slice(0, route.indexOf(" ")).split("|")

/** The problem. */
export const unmatched = (method: string, path: string): Problem => {
  const asked = `${method} ${path}`
  const existing = routes.find((route) => isAt(route, path))
  const meant = nearest(path, routes.map(pathOf))
  if (existing === undefined)
    return {
      title: "No such route",
      status: 404,
      detail: `Nothing answers ${asked}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
      routes
    }
  if (methodsOf(existing).includes(method))
    return {
      title: "The path cannot be read",
      status: 400,
      detail: `The reference in ${plainText(asked, 200)} is too long, or not percent-encoded UTF-8.`
    }
  return {
    title: "No such method here",
    status: 405,
    detail: `Nothing answers ${asked}; there is ${existing}.`,
    routes
  }
}
