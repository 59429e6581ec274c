/** The way out on Node: an entry of its own, so that the main entry stays safe in a browser. */
export {
  layerTransport,
  layerTransportVia,
  type ProxyEnvironment
} from "./Provider/NodeTransport.ts"
