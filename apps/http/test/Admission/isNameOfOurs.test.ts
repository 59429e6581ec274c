import { assert, describe, it } from "@effect/vitest"
import { isNameOfOurs } from "../../src/Admission/isNameOfOurs.ts"

describe("isNameOfOurs", () => {
  it.each([
    undefined,
    "localhost",
    "localhost:3000",
    "127.0.0.1:3000",
    "[::1]:3000",
    "gateway",
    "gateway.test:80",
    "api.internal"
  ])("%s is", (host) => assert.isTrue(isNameOfOurs(host)))

  it.each(["evil.com", "evil.com:3000", "127.0.0.1.evil.com", "localhost.evil.com:80", "a.b", ""])(
    "%j is not",
    (host) => assert.isFalse(isNameOfOurs(host))
  )
})
