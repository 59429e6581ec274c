/** The id AOPay gave the partner who asks. Held redacted wherever it is kept. */
import { Redacted, Schema } from "effect"
import { Identifier } from "./Identifier.ts"

/** 1 to 64 characters, none of them a control character. */
export const RegistrationId = Identifier.pipe(Schema.brand("RegistrationId"))
export type RegistrationId = typeof RegistrationId.Type

/** Hides a registration id from logs, errors and inspection. */
export const redactRegistration = (
  registrationId: RegistrationId
): Redacted.Redacted<RegistrationId> => Redacted.make(registrationId, { label: "registration id" })
