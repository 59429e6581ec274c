import { expect, it } from "@effect/vitest"
import { OpenApi } from "effect/http-api"
import { Api } from "../src/index.ts"

it("openapi.json is what the contract says", async () => {
  const written = `${JSON.stringify(OpenApi.fromApi(Api), null, 2)}\n`
  await expect(written).toMatchFileSnapshot("../openapi.json")
})
