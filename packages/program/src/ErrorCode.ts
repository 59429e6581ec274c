/** The system's own name of what went wrong, e.g. `ENOENT`; never its message, which may hold anything. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "unknown"
