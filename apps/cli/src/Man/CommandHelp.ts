/** The help of every command, as its definition gives it. */
import { Effect } from "effect"
import { CliOutput, type Command, GlobalFlag, type HelpDoc } from "effect/cli"
import { ofProgram } from "../HelpRequest.ts"

/** A command's own words, from the program's name on, and its help. */
export interface CommandHelp {
  readonly path: ReadonlyArray<string>
  readonly doc: HelpDoc.HelpDoc
}

const helpAt = Effect.fnUntraced(function* (
  program: Command.Command.Any,
  commandPath: ReadonlyArray<string>
) {
  const docs: Array<HelpDoc.HelpDoc> = []
  const collector: CliOutput.Presenter = {
    present: (event) =>
      Effect.sync(() => {
        if (event._tag === "Help") docs.push(event.helpDoc)
      })
  }
  yield* GlobalFlag.Help.run(true, {
    command: program,
    commandPath,
    version: "",
    builtIns: commandPath.length === 1 ? ofProgram : []
  }).pipe(Effect.provideService(CliOutput.Presenter, collector))
  return docs
})

/** The command at `path` and all below it, in the order of their definition. */
export const commandHelps = (
  program: Command.Command.Any,
  path: ReadonlyArray<string> = [program.name]
): Effect.Effect<ReadonlyArray<CommandHelp>> =>
  Effect.gen(function* () {
    const helps: Array<CommandHelp> = []
    for (const doc of yield* helpAt(program, path)) {
      helps.push({ path, doc })
      for (const { commands } of doc.subcommands ?? [])
        for (const { name } of commands)
          helps.push(...(yield* commandHelps(program, [...path, name])))
    }
    return helps
  })
