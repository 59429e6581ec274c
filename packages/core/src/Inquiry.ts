/** One question. Its text is validated here and nowhere else. */
import { Inspectable, Option, type Redacted, Result } from "effect"
import { identifierFault } from "./Identifier.ts"
import { InvalidInquiry } from "./InquiryError.ts"
import type { ReferenceId } from "./ReferenceId.ts"
import { redactRegistration, RegistrationId } from "./RegistrationId.ts"

/** A question in plain strings; `registrationId` defaults to the layer's own. */
export interface Inquiry {
  readonly referenceId: string
  readonly registrationId?: string | undefined
}

/** An inquiry that may be sent. */
export interface ValidInquiry {
  readonly referenceId: ReferenceId
  readonly registrationId: Redacted.Redacted<RegistrationId>
}

const nobody = redactRegistration(RegistrationId.make("-"))

const isReferenceId = (value: unknown): value is ReferenceId => identifierFault(value) === undefined
const isRegistrationId = (value: unknown): value is RegistrationId =>
  identifierFault(value) === undefined

/** What is wrong with an inquiry; undefined when it may be sent. */
export const inquiryFault = (inquiry: Inquiry): InvalidInquiry | undefined =>
  Option.getOrUndefined(Result.getFailure(validateInquiry(inquiry, nobody)))

/** Validates an inquiry. The error names the part at fault and never repeats the registration. */
export const validateInquiry = (
  { referenceId, registrationId }: Inquiry,
  ownRegistration: Redacted.Redacted<RegistrationId>
): Result.Result<ValidInquiry, InvalidInquiry> => {
  const faulty = (part: string, value: unknown) =>
    Result.fail(
      new InvalidInquiry({
        // Plain JavaScript may ask with anything.
        referenceId: Inspectable.toStringUnknown(referenceId),
        message: `The ${part} ${identifierFault(value)}.`
      })
    )

  if (!isReferenceId(referenceId)) return faulty("reference", referenceId)
  if (registrationId === undefined)
    return Result.succeed({ referenceId, registrationId: ownRegistration })
  if (!isRegistrationId(registrationId)) return faulty("registration id", registrationId)
  return Result.succeed({ referenceId, registrationId: redactRegistration(registrationId) })
}
