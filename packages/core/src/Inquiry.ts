/** One question. Its text is validated here and nowhere else. */
import { Redacted, Result } from "effect"
import { identifierFault, ReferenceId, RegistrationId } from "./Identifiers.ts"
import { InvalidInquiry } from "./InquiryError.ts"

/** A question in plain strings; `registrationId` defaults to the layer's own. */
export interface Inquiry {
  readonly referenceId: string
  readonly registrationId?: string | undefined
}

/** An inquiry that may be sent. */
export interface ValidInquiry {
  readonly referenceId: ReferenceId
  readonly registrationId: Redacted.Redacted<RegistrationId> | undefined
}

/** Hides a registration id from logs, errors and inspection. */
export const redactRegistration = (registrationId: string): Redacted.Redacted<RegistrationId> =>
  Redacted.make(RegistrationId.make(registrationId), { label: "registration id" })

/** Validates an inquiry. The error names the part at fault and never repeats the registration. */
export const validateInquiry = ({
  referenceId,
  registrationId
}: Inquiry): Result.Result<ValidInquiry, InvalidInquiry> => {
  const faulty = (part: string, fault: string) =>
    Result.fail(new InvalidInquiry({ referenceId, message: `The ${part} ${fault}.` }))

  const referenceFault = identifierFault(referenceId)
  if (referenceFault !== undefined) return faulty("reference", referenceFault)
  const registrationFault =
    registrationId === undefined ? undefined : identifierFault(registrationId)
  if (registrationFault !== undefined) return faulty("registration id", registrationFault)

  return Result.succeed({
    referenceId: ReferenceId.make(referenceId),
    registrationId: registrationId === undefined ? undefined : redactRegistration(registrationId)
  })
}
