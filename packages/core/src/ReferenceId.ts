/** The partner's own id of a payment: what an inquiry asks by. */
import { Schema } from "effect"
import { Identifier } from "./Identifier.ts"

/** 1 to 64 characters, none of them a control character; leading zeros are kept. */
export const ReferenceId = Identifier.pipe(Schema.brand("ReferenceId"))
export type ReferenceId = typeof ReferenceId.Type
