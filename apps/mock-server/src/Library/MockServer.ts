/** A mock server as a service. */
import { Context, Effect, Layer } from "effect"
import { defaultNamespace } from "../Engine/Namespaces.ts"
import type { CannotListen } from "../Server/Listener.ts"
import { makeMockServer } from "../Server/MockServer.ts"
import type { MockServerOptions } from "../Server/MockServerOptions.ts"
import { type Control, makeControl } from "./Control.ts"

/** A mock server that listens on a free port of this machine, and what drives it. */
export class MockServer extends Context.Service<
  MockServer,
  Control & {
    /** Its address: a client's base URL. */
    readonly url: string
    /** Another namespace, apart from this one; its base URL is `{url}/ns/{name}`. */
    readonly namespace: (name: string) => Control & { readonly url: string }
    /** Refuses every connection for so many milliseconds. */
    readonly refuse: (millis: number) => Effect.Effect<void>
  }
>()("@bill-payment-status/mock-server/Library/MockServer") {}

/** Listens as long as the layer lives. */
export const layerMockServer = (
  options: MockServerOptions = {}
): Layer.Layer<MockServer, CannotListen> =>
  Layer.effect(
    MockServer,
    Effect.map(makeMockServer(options), ({ namespaces, refuse, url }) =>
      MockServer.of({
        url,
        refuse,
        namespace: (name) => ({ url: `${url}/ns/${name}`, ...makeControl(namespaces, name) }),
        ...makeControl(namespaces, defaultNamespace)
      })
    )
  )
