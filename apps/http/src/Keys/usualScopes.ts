import type { Scope } from "@bill-payment-status/http-api"

/** What a key may be used for when nobody says. */
export const usualScopes: readonly [Scope, ...Array<Scope>] = ["read", "batch", "track", "compat"]
