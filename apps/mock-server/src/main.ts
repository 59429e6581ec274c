import { runProgram } from "@bill-payment-status/program"
import { NodeServices } from "@effect/platform-node"
import { Effect } from "effect"
import { name, runMockServer } from "./Program.ts"

runProgram(name, runMockServer(process.argv.slice(2)).pipe(Effect.provide(NodeServices.layer)), {
  interruptedCode: 0
})
