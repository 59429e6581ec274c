/** The gateway in this process, over real sockets, with whatever part of its policy a test needs shorter. */
import { CallPolicy, type CallPolicyOptions } from "@bill-payment-status/core"
import { ConfigProvider, Duration, Effect, Exit, Layer, Scope } from "effect"
import { type GatewayOptions, startGateway } from "../src/Gateway.ts"
import { Lines } from "../src/Server/Lines.ts"

export interface ServedGateway {
  readonly url: string
  readonly port: number
  readonly stop: () => Promise<void>
}

export interface Served extends Partial<GatewayOptions> {
  /** AOPay's base URL. */
  readonly aopay: string
  readonly policy?: Partial<CallPolicyOptions>
}

export const serveGateway = async ({
  aopay,
  policy = {},
  ...options
}: Served): Promise<ServedGateway> => {
  const scope = Scope.makeUnsafe()
  const env = { AOPAY_BASE_URL: aopay, AOPAY_REGISTRATION_ID: "AOP-554" }
  const { url } = await startGateway({
    address: { host: "127.0.0.1", port: 0 },
    provider: new URL(aopay),
    own: undefined,
    find: undefined,
    timeout: Duration.millis(500),
    deadline: Duration.seconds(1),
    rate: undefined,
    concurrency: 256,
    rememberedMebibytes: 1,
    requestsAtMost: 1000,
    streamsAtMost: 1000,
    grace: Duration.seconds(1),
    requestLog: false,
    logLevel: "Info",
    ...options
  }).pipe(
    Effect.provide(
      Layer.mergeAll(
        CallPolicy.layer(policy),
        Lines.layer,
        ConfigProvider.layer(ConfigProvider.fromEnv({ env }))
      )
    ),
    Scope.provide(scope),
    Effect.runPromise
  )
  return {
    url,
    port: Number(new URL(url).port),
    stop: () => Effect.runPromise(Scope.close(scope, Exit.void))
  }
}
