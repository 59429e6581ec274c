/** A mock server for teams that do not use Effect. */
import { Context, Effect, Exit, Layer, Scope } from "effect"
import type { MockServerOptions } from "../Server/MockServerOptions.ts"
import type { Control } from "./Control.ts"
import { layerMockServer, MockServer } from "./MockServer.ts"

/** A mock server that listens. */
export interface RunningMockServer extends Control {
  /** Its address: a client's base URL. */
  readonly url: string
  /** Another namespace, apart from this one; its base URL is `{url}/ns/{name}`. */
  readonly namespace: (name: string) => Control & { readonly url: string }
  /** Refuses every connection for a while, e.g. `"5 seconds"`; it has begun when this resolves. */
  readonly refuse: (duration: string) => Promise<void>
  /** Ends every connection and stops listening. */
  readonly stop: () => Promise<void>
}

/** Listens on a free port of this machine, unless told otherwise; rejects with `CannotListen`. */
export const startMockServer = async (
  options: typeof MockServerOptions.Encoded = {}
): Promise<RunningMockServer> => {
  const scope = Scope.makeUnsafe()
  const context = await Effect.runPromise(Layer.buildWithScope(layerMockServer(options), scope))
  const { refuse, ...server } = Context.get(context, MockServer)
  return {
    ...server,
    refuse: async (duration) => Effect.runPromise(refuse(duration)),
    stop: () => Effect.runPromise(Scope.close(scope, Exit.void))
  }
}
