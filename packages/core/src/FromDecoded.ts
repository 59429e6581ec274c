import type { Schema } from "effect"

/**
 * An instance of a schema's class; unlike `new`, it does not check again what was decoded a moment ago. The
 * fuzzer checks what comes of it.
 */
export const fromDecoded = <Fields extends object, Self>(
  self: new (fields: Fields, options?: Schema.MakeOptions) => Self,
  fields: Fields
): Self => Object.assign(Object.create(self.prototype), fields)
