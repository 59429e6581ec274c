/**
 * Keeps V8 from giving a long run ever more room: 135 MB instead of 260 for 30,000 references, and one answer in
 * ten slower.
 */
export const boundMemory = (): void => {
  const { setFlagsFromString } = process.getBuiltinModule("node:v8")
  // What lives shortly, and what lives longer.
  setFlagsFromString("--semi-space-growth-factor=1")
  setFlagsFromString("--heap-growing-percent=20")
}
