/** Names the namespace of a request; the path prefix `/ns/{name}` does the same. */
export const namespaceHeader = "x-mock-namespace"
