/** The provider's page, byte for byte where what it shows is valid JSON. */

import { redactRegistration, RegistrationId } from "../RegistrationId.ts"

/** The page's only registration. */
export const registrationId = "AOP-554"

/** The same, as a provider holds it. */
export const registration = redactRegistration(RegistrationId.make(registrationId))

/** The page's only reference. */
export const referenceId = "123456"

/** The 200 answer with one quote mended: the page writes `status": "0"`. */
export const refundedAnswer = `{
  "response_code": 1,
  "status": true,
  "data": {
    "txnid": "55",
    "operatorname": "BSES Rajdhani Power Limited",
    "canumber": "102277100",
    "amount": "100",
    "ad1": null,
    "ad2": null,
    "ad3": null,
    "comm": "0.21",
    "tds": "0.01",
    "status": "0",
    "refid": "123456",
    "operatorid": null,
    "dateadded": "2021-01-11 15:43:20",
    "refunded": "1",
    "refundtxnid": "57",
    "daterefunded": "2021-01-11 15:53:08"
  },
  "message": "Transaction Refunded"
}`

/** The 401 answer. */
export const invalidSignatureAnswer = `{
  "status": false,
  "response_code": 7,
  "message": "Invalid signature encoding"
}`
