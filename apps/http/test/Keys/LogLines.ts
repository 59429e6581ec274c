import { layerCommandServices } from "@bill-payment-status/program"
import { Effect, Layer, Logger } from "effect"

/** Keeps what is logged, each line with its level, instead of printing it. */
export const logLines = Effect.sync(() => {
  const lines: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => {
    lines.push(`${logLevel} ${String(message)}`)
  })
  return { lines, layer: Layer.merge(layerCommandServices, Logger.layer([logger])) }
})
