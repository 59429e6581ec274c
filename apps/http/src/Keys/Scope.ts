/** What a key may be used for. */
import { Schema } from "effect"

/** All there are: ask about one, ask about many, follow, ask as AOPay is asked, run the gateway. */
export const scopes = ["read", "batch", "track", "compat", "admin"] as const

export const Scope = Schema.Literals(scopes)
export type Scope = typeof Scope.Type

/** What a key may be used for when nobody says. */
export const usualScopes: readonly [Scope, ...Array<Scope>] = ["read", "batch", "track", "compat"]
