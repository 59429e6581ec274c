/** A mock server as a service. */
import { Context, Duration, Effect, Layer } from "effect"
import { defaultNamespace, NamespaceName } from "../Engine/Namespaces.ts"
import { UpToAnHour } from "../Engine/Time.ts"
import type { CannotListen } from "../Server/Listener.ts"
import { type CannotRecord, makeMockServer } from "../Server/MockServer.ts"
import { MockServerOptions } from "../Server/MockServerOptions.ts"
import { checked } from "./Checked.ts"
import { type Control, makeControl } from "./Control.ts"

/** A mock server that listens on a free port of this machine, and what drives it. */
export class MockServer extends Context.Service<
  MockServer,
  Control & {
    /** Its address: a client's base URL. */
    readonly url: string
    /** Another namespace, apart from this one; its base URL is `{url}/ns/{name}`. */
    readonly namespace: (name: string) => Control & { readonly url: string }
    /** Refuses every connection for a while, e.g. `"5 seconds"`; it has begun when this returns. */
    readonly refuse: (duration: string) => Effect.Effect<void>
  }
>()("@bill-payment-status/mock-server/Library/MockServer") {}

const readOptions = checked("options", MockServerOptions)
const readNamespace = checked("namespace", NamespaceName)
const readDuration = checked("for", UpToAnHour)

/** Listens as long as the layer lives. Throws a `TypeError` that names an option that cannot be used. */
export const layerMockServer = (
  options: typeof MockServerOptions.Encoded = {}
): Layer.Layer<MockServer, CannotListen | CannotRecord> =>
  Layer.effect(
    MockServer,
    Effect.map(makeMockServer(readOptions(options)), ({ namespaces, refuse, url }) =>
      MockServer.of({
        url,
        refuse: (duration) => refuse(Duration.toMillis(readDuration(duration))),
        namespace: (name) => ({
          url: `${url}/ns/${readNamespace(name)}`,
          ...makeControl(namespaces, name)
        }),
        ...makeControl(namespaces, defaultNamespace)
      })
    )
  )
