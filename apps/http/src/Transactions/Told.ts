/** What AOPay said of a payment, with its JSON: written when it is asked for, and once. */
import { type PaymentStatus, paymentStatusToJson } from "@bill-payment-status/core"

export class Told {
  readonly status: PaymentStatus
  #json: string | undefined
  #body: Uint8Array | undefined

  constructor(status: PaymentStatus) {
    this.status = status
  }

  get json(): string {
    return (this.#json ??= JSON.stringify(paymentStatusToJson(this.status)))
  }

  /** The JSON as bytes. */
  get body(): Uint8Array {
    return (this.#body ??= Buffer.from(this.json))
  }
}
