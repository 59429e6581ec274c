/** The way out of a server on Node that asks a lot: an entry of its own, which needs the package `undici`. */
export { layerTransport, layerTransportVia } from "./Provider/UndiciTransport.ts"
export type { ProxyEnvironment } from "./Provider/NodeTransport.ts"
