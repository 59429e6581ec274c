/** Every namespace there is, by name; the one that was used longest ago goes first when there are too many. */
import { Namespace, type NamespaceOptions } from "./Namespace.ts"

/** What asks without a name asks in this one. */
export const defaultNamespace = "default"

const namespacesAtMost = 100

const shape = /^[A-Za-z0-9._-]{1,64}$/

/** Whether a namespace may be called so. */
export const isNamespaceName = (name: string): boolean => shape.test(name)

export class Namespaces {
  readonly #byName = new Map<string, Namespace>()
  readonly #options: NamespaceOptions
  readonly #realNow: () => number
  #latest = ""

  constructor(options: NamespaceOptions, realNow: () => number) {
    this.#options = options
    this.#realNow = realNow
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
    this.#forgetOneTooMany()
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

  /** The references that all of them remember together are limited as those of one. */
  forgetTooMany(): void {
    if (this.#byName.size === 1) return
    let total = 0
    for (const namespace of this.#byName.values()) total += namespace.size
    for (const namespace of this.#byName.values()) {
      if (total <= this.#options.referencesAtMost) return
      while (namespace.size > 0 && total > this.#options.referencesAtMost) {
        namespace.forgetOldest()
        total -= 1
      }
    }
  }

  #forgetOneTooMany(): void {
    if (this.#byName.size <= namespacesAtMost) return
    for (const name of this.#byName.keys())
      if (name !== defaultNamespace) {
        this.#byName.delete(name)
        return
      }
  }
}
