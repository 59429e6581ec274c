/** The partner's own id of a payment: what an inquiry asks by. */
import { Schema } from "effect"
import { Identifier } from "./Identifier.ts"

export const ReferenceId = Identifier.pipe(Schema.brand("ReferenceId"))
export type ReferenceId = typeof ReferenceId.Type
