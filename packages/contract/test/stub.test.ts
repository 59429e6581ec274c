import { layerStub } from "@bill-payment-status/core/testing"
import { billPaymentStatusContract } from "../src/index.ts"

billPaymentStatusContract("stub", layerStub)
