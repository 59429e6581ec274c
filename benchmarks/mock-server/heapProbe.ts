/** Loaded into a server before its program: says how much heap is used, and collects when told to. */
export type HeapQuestion = "heap" | "heap after a collection"

process.on("message", (question: HeapQuestion) => {
  if (question === "heap after a collection") globalThis.gc?.()
  process.send?.(process.memoryUsage().heapUsed)
})
