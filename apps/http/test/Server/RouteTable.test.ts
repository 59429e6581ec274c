import { assert, describe, it } from "@effect/vitest"
import { documents } from "../../src/Documents/Documents.ts"
import { RouteTable } from "../../src/Server/RouteTable.ts"

const table = new RouteTable(documents)

const templateOf = (method: string, path: string) => {
  const matched = table.find(method, path)
  return matched._tag === "Route" ? matched.route.template : matched._tag
}

describe("the routes", () => {
  it.each([
    ["GET", "/v1/transactions/x", "/v1/transactions/{reference}"],
    ["HEAD", "/v1/transactions/x", "/v1/transactions/{reference}"],
    ["GET", "/v1/transactions/batch", "/v1/transactions/{reference}"],
    ["POST", "/v1/transactions/batch", "/v1/transactions/batch"],
    ["GET", "/v1/transactions/x/events", "/v1/transactions/{reference}/events"],
    ["HEAD", "/v1/transactions/x/events", "OtherMethods"],
    ["GET", "/v1/transactions/events", "/v1/transactions/{reference}"],
    ["POST", "/api/AOP/BillPaymentStatus", "/api/AOP/BillPaymentStatus"],
    ["POST", "/api/aop/billpaymentstatus", "None"],
    ["GET", "/api/AOP/BillPaymentStatus", "OtherMethods"],
    ["GET", "/openapi.json", "/openapi.json"],
    ["GET", "/openapixjson", "None"],
    ["HEAD", "/openapi.json", "/openapi.json"],
    ["GET", "/v1/transactions/", "None"],
    ["GET", "/v1/transactions/x/", "None"],
    ["GET", "/v1/transactions/x/y/events", "None"],
    ["GET", "/v1/transactions/x\n", "/v1/transactions/{reference}"],
    ["get", "/v1/transactions/x", "OtherMethods"],
    ["GET", "", "None"]
  ])("%s %s is %s", (method, path, template) => {
    assert.strictEqual(templateOf(method, path), template)
  })

  it("know the methods of a path and the names of its query", () => {
    assert.deepStrictEqual(table.find("PUT", "/v1/transactions/batch"), {
      _tag: "OtherMethods",
      methods: ["GET", "HEAD", "POST"]
    })
    const matched = table.find("GET", "/v1/transactions/x")
    assert.deepStrictEqual(
      matched._tag === "Route" ? matched.route.query : null,
      new Set(["fresh"])
    )
    const health = table.find("GET", "/health/ready")
    assert.isNull(health._tag === "Route" ? health.route.query : undefined)
  })
})
