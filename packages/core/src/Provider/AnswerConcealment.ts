/** What must not be shown of one answer: every account number it names, and what is ours. */
import { Redacted, Result } from "effect"
import {
  type Conceal,
  type Concealment,
  concealing,
  concealNumbers,
  type Secrets,
  secretsOf
} from "../Concealment.ts"
import { plainText } from "../PlainText.ts"
import type { ReferenceId } from "../ReferenceId.ts"
import { parseWireBody, type WireBody } from "./WireParser.ts"

/** The part of a question that must not be shown, and the part that may. */
interface Asker {
  readonly referenceId: ReferenceId
  readonly secrets: ReadonlyArray<Redacted.Redacted>
}

const prepared = new WeakMap<ReadonlyArray<Redacted.Redacted>, Secrets>()

/** Prepared once, as every answer of a layer has the same. */
const preparedFrom = (secrets: ReadonlyArray<Redacted.Redacted>): Secrets => {
  const known = prepared.get(secrets)
  if (known !== undefined) return known
  const made = secretsOf(secrets.map(Redacted.value))
  prepared.set(secrets, made)
  return made
}

/** Conceals what stands under the key of the account number, and what is ours. */
export const concealmentOf = (
  accounts: ReadonlyArray<string>,
  { referenceId, secrets }: Asker
): Concealment =>
  concealing({
    accounts,
    secrets: preparedFrom(secrets),
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

/** Conceals the account numbers that a body names, and what is ours; other numbers stay. */
export const concealedBodyOf = (
  { accounts }: Pick<WireBody, "accounts">,
  secrets: ReadonlyArray<Redacted.Redacted>
): Conceal => concealing({ accounts, secrets: preparedFrom(secrets), reference: "" }).inBody

const bodyAtMost = 64 * 1024

/**
 * A body as it came, but for account numbers and what is ours; and for long numbers where it names no
 * account.
 */
export const concealedBody = (body: string, secrets: ReadonlyArray<Redacted.Redacted>): string => {
  const shown = Result.match(parseWireBody(body), {
    onFailure: () =>
      concealNumbers(concealedBodyOf({ accounts: accountsNamed(body) }, secrets)(body), ""),
    onSuccess: (wire) => {
      const concealed = concealedBodyOf(wire, secrets)(body)
      return wire.accounts.length > 0 ? concealed : concealNumbers(concealed, "")
    }
  })
  return shown.slice(0, bodyAtMost)
}
