/** `bill-status-http keys`: who may ask the gateway. */
import { Command } from "effect/cli"
import { createCommand } from "./CreateCommand.ts"
import { listCommand } from "./ListCommand.ts"
import { revokeCommand } from "./RevokeCommand.ts"
import { rotateCommand } from "./RotateCommand.ts"

/** To be a subcommand of the program. */
export const keysCommand = Command.make("keys").pipe(
  Command.withDescription("Make, list, end and replace the keys that the gateway takes"),
  Command.withSubcommands([createCommand, listCommand, revokeCommand, rotateCommand])
)
