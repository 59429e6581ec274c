/** Every namespace there is, by name; the one that was used longest ago goes first when there are too many. */
import { Schema } from "effect"
import { Namespace, type NamespaceOptions } from "./Namespace.ts"

/** What asks without a name asks in this one. */
export const defaultNamespace = "default"

/** What a namespace may be called. */
export const NamespaceName = Schema.String.check(
  Schema.isPattern(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/, {
    expected: "1 to 64 letters, digits, dots, dashes or underscores"
  })
)

/** Whether a namespace may be called so. */
export const isNamespaceName = Schema.is(NamespaceName)

export class Namespaces {
  readonly #byName = new Map<string, Namespace>()
  readonly #options: NamespaceOptions
  readonly #realNow: () => number
  #latest = ""

  readonly #atMost: number

  constructor(options: NamespaceOptions, realNow: () => number, atMost = 100) {
    this.#options = options
    this.#realNow = realNow
    this.#atMost = atMost
    this.reset()
  }

  /** Made when it is first named. */
  get(name: string): Namespace {
    const known = this.#byName.get(name)
    if (known !== undefined && name === this.#latest) return known
    const namespace = known ?? new Namespace(this.#options, this.#realNow)
    this.#byName.delete(name)
    this.#byName.set(name, namespace)
    this.#latest = name
    this.#forgetOne()
    return namespace
  }

  names(): ReadonlyArray<string> {
    return [...this.#byName.keys()]
  }

  /** All of them, as at the start. */
  reset(): void {
    this.#byName.clear()
    this.get(defaultNamespace)
  }

  #forgetOne(): void {
    if (this.#byName.size <= this.#atMost) return
    for (const name of this.#byName.keys())
      if (name !== defaultNamespace) {
        this.#byName.delete(name)
        return
      }
  }
}
