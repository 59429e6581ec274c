import { inquiryPath } from "@bill-payment-status/core"
import { runServer } from "@bill-payment-status/program"
import { Routes } from "./MockServer.ts"

runServer(Routes, {
  name: "bill-status-mock",
  defaultPort: 4010,
  hosts: "any",
  routes: [`POST ${inquiryPath}`, "GET /_mock/scenarios"]
})
