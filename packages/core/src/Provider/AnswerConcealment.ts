/** What must not be shown of one answer: every account number it names, and what is ours. */
import { Redacted } from "effect"
import { type Concealment, concealing } from "../Concealment.ts"
import { plainText } from "../PlainText.ts"
import type { ReferenceId } from "../ReferenceId.ts"
import { WireNumber } from "./WireJson.ts"

interface Asker {
  readonly referenceId: ReferenceId
  readonly secrets: ReadonlyArray<Redacted.Redacted>
}

const scalarsIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === "string") return [value]
  if (value instanceof WireNumber) return [value.source]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(scalarsIn) : []
}

/** Conceals what stands under the key of the account number, and what is ours. */
export const concealmentOf = (
  accounts: ReadonlyArray<unknown>,
  { referenceId, secrets }: Asker
): Concealment =>
  concealing({
    accounts: accounts.flatMap(scalarsIn),
    secrets: secrets.map(Redacted.value),
    reference: referenceId
  })

const excerptReadAtMost = 4000

/** Whatever stands behind the key of the account number in a text that need not be JSON. */
const accountsNamed = (text: string): ReadonlyArray<string> =>
  Array.from(text.matchAll(/canumber\W{1,8}([^"',}<]{1,256})/gi), ([, account = ""]) => account)

/** How a body begins that could not be read, safe to show. */
export const excerptOf = (body: string, asker: Asker): string => {
  const start = body.slice(0, excerptReadAtMost)
  const known = concealmentOf(accountsNamed(start), asker)
  return plainText(concealmentOf([], asker).inProse(known.inProse(start)))
}
