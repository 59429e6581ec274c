import { createClient } from "@bill-payment-status/core/promise"

const client = createClient({
  registrationId: "AOP-554",
  baseUrl: process.env["AOPAY_BASE_URL"] ?? "https://api.aopay.co.in"
})
const patience = AbortSignal.timeout(60_000)
try {
  for await (const change of client.track("refunded-1", { signal: patience }))
    console.log(change.ok ? change.status.verdict : change.error.code)
} catch (error) {
  if (!patience.aborted) throw error
  console.log("Out of patience; ask again later.")
} finally {
  await client.close()
}
