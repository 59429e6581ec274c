import { layerCommandServices, runProgram } from "@bill-payment-status/program"
import { Effect } from "effect"
import { name, runMockServer } from "./Program.ts"

runProgram(name, runMockServer(process.argv.slice(2)).pipe(Effect.provide(layerCommandServices)), {
  interruptedCode: 0
})
