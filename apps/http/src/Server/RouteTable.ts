/** Which routes there are, from the contract: what a path answers to, and what its query may name. */
import { Api } from "@bill-payment-status/http-api"
import type { SchemaAST } from "effect"
import { HttpApi, type HttpApiEndpoint } from "effect/http-api"
import type { Document, Documents } from "../Documents/Documents.ts"

export interface Route {
  /** As the contract writes it, e.g. `/v1/transactions/{reference}`. */
  readonly template: string
  readonly methods: ReadonlyArray<string>
  /** Names its query may have; null is any. */
  readonly query: ReadonlySet<string> | null
  readonly matches: (path: string) => boolean
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+").replaceAll(".", String.raw`\.`)}$`)

const isStream = (schema: object): boolean => "_tag" in schema && schema._tag === "StreamSse"

const templateOf = (path: string): string => path.replaceAll(/:(\w+)/g, "{$1}")

const namesOf = (ast: SchemaAST.AST | undefined): ReadonlySet<string> =>
  new Set(ast?._tag === "Objects" ? ast.propertySignatures.map(({ name }) => String(name)) : [])

/** Load balancers ask with a query of their own. */
const isHealth = (path: string): boolean => path.startsWith("/health/")

/** `HEAD` is answered as `GET` is, without the body; a stream has nothing but a body. */
const methodsOf = ({ method, success }: HttpApiEndpoint.Top): ReadonlyArray<string> =>
  method === "GET" && !Array.from(success).some(isStream) ? ["GET", "HEAD"] : [method]

const routeOf = (endpoint: HttpApiEndpoint.Top): Route => {
  const { path, query } = endpoint
  const pattern = patternOf(path)
  return {
    template: templateOf(path),
    methods: methodsOf(endpoint),
    query: isHealth(path) ? null : namesOf(query?.ast),
    matches: (candidate) => pattern.test(candidate)
  }
}

const documentRoute = ([path, { template }]: readonly [string, Document]): Route => ({
  template,
  methods: ["GET", "HEAD"],
  query: new Set(),
  matches: (candidate) => candidate === path
})

const contractRoutes = (): ReadonlyArray<Route> => {
  const routes: Array<Route> = []
  HttpApi.reflect(Api, {
    onGroup: () => undefined,
    onEndpoint: ({ endpoint }) => routes.push(routeOf(endpoint))
  })
  return routes
}

/** What a path and a method come to. */
export type Matched =
  | { readonly _tag: "Route"; readonly route: Route }
  /** There is the path, with these methods. */
  | { readonly _tag: "OtherMethods"; readonly methods: ReadonlyArray<string> }
  | { readonly _tag: "None" }

export class RouteTable {
  readonly #routes: ReadonlyArray<Route>

  /** The contract's routes, and these documents. */
  constructor(documents: Documents) {
    this.#routes = [...contractRoutes(), ...Array.from(documents, documentRoute)]
  }

  /** As `GET /path`, for whoever asks for what there is not. */
  get names(): ReadonlyArray<string> {
    return [
      ...new Set(
        this.#routes.map(({ methods: [method = ""], template }) => `${method} ${template}`)
      )
    ]
  }

  find(method: string, path: string): Matched {
    const fitting = this.#routes.filter((route) => route.matches(path))
    const route = fitting.find(({ methods }) => methods.includes(method))
    if (route !== undefined) return { _tag: "Route", route }
    return fitting.length === 0
      ? { _tag: "None" }
      : { _tag: "OtherMethods", methods: fitting.flatMap(({ methods }) => methods) }
  }
}
