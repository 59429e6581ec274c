/** From which gravity on the log is written: `BILL_STATUS_LOG_LEVEL`. */
import type { LogLevel } from "effect"
import { Schema } from "effect"

const levels = {
  trace: "Trace",
  debug: "Debug",
  info: "Info",
  warn: "Warn",
  error: "Error",
  fatal: "Fatal",
  none: "None"
} as const satisfies { readonly [name: string]: LogLevel.LogLevel }

export const logLevelSetting = {
  name: "BILL_STATUS_LOG_LEVEL",
  schema: Schema.Literals(["trace", "debug", "info", "warn", "error", "fatal", "none"]),
  expected: `one of ${Object.keys(levels).join(", ")}`
}

/** As Effect names it. */
export const logLevelOf = (name: keyof typeof levels): LogLevel.LogLevel => levels[name]
