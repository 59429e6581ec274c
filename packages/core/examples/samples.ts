import { samplePaymentStatus, sampleRefusal } from "@bill-payment-status/core/testing"

console.log(samplePaymentStatus("RefundDue").why)
console.log(sampleRefusal(7).advice)
console.log(JSON.stringify(samplePaymentStatus("Paid", "INV-1")).length > 0)
