/** What an API key may be used for. */
import { Context, Schema } from "effect"

/**
 * `read`: one transaction. `batch`: many at once. `track`: events. `compat`: AOPay's own route. `admin`: metrics.
 */
export const Scope = Schema.Literals(["read", "batch", "track", "compat", "admin"])
export type Scope = typeof Scope.Type

/** The scope an endpoint needs. */
export class RequiredScope extends Context.Service<RequiredScope, Scope>()(
  "@bill-payment-status/http-api/RequiredScope"
) {}
