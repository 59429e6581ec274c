/** The way out on Node. An entry of its own, so that the main entry stays safe in a browser. */
import { NodeHttpClient } from "@effect/platform-node"

/** Keeps connections alive, follows no redirects. */
export const layerTransport = NodeHttpClient.layerNodeHttpOptions({ keepAlive: true })
