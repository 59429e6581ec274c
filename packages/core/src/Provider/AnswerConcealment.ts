/** What must not be shown of one answer: every account number it names, and what is ours. */
import { Redacted } from "effect"
import { type Concealment, concealing } from "../Concealment.ts"
import { plainText } from "../PlainText.ts"
import type { ReferenceId } from "../ReferenceId.ts"

/** The part of a question that must not be shown, and the part that may. */
interface Asker {
  readonly referenceId: ReferenceId
  readonly secrets: ReadonlyArray<Redacted.Redacted>
}

/** Conceals what stands under the key of the account number, and what is ours. */
export const concealmentOf = (
  accounts: ReadonlyArray<string>,
  { referenceId, secrets }: Asker
): Concealment =>
  concealing({
    accounts,
    secrets: secrets.map(Redacted.value),
    reference: referenceId
  })

const excerptReadAtMost = 4000
const excerptAtMost = 500

/** Whatever stands behind the key of the account number in a text that need not be JSON. */
const accountsNamed = (text: string): ReadonlyArray<string> =>
  Array.from(text.matchAll(/canumber\W{1,8}([^"',}<]{1,256})/gi), ([, account = ""]) => account)

/** How a body begins that could not be read, safe to show. */
export const excerptOf = (body: string, asker: Asker): string => {
  const start = body.slice(0, excerptReadAtMost)
  const { inProse } = concealmentOf(accountsNamed(start), asker)
  return plainText(inProse(start.trim()), excerptAtMost)
}
