import { createClient } from "@bill-payment-status/core/promise"

const client = createClient({
  registrationId: "AOP-554",
  baseUrl: process.env["AOPAY_BASE_URL"] ?? "https://api.aopay.co.in"
})
const answer = await client.check("123456")
if (answer.ok) console.log(answer.status.why)
else console.log(`${answer.error.code}: ${answer.error.advice}`)
await client.close()
