import { runProgram, serve } from "@bill-payment-status/program"
import { Routes } from "./MockServer.ts"

const name = "bill-status-mock"

runProgram(name, serve(Routes, { name, defaultPort: 4010, hosts: "any" }))
