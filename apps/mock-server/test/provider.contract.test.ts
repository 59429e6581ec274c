import { providerContract } from "@bill-payment-status/contract"
import { afterAll, beforeAll } from "@effect/vitest"
import { type RunningMockServer, startMockServer } from "../src/index.ts"

let mock: RunningMockServer

beforeAll(async () => {
  mock = await startMockServer()
})

afterAll(() => mock.stop())

providerContract("the mock server", () => mock.url)
