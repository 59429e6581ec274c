/** `bill-status man`: prints the manual page. */
import { Console, Effect } from "effect"
import { Command } from "effect/cli"
import { manPage } from "./Man/ManPage.ts"

/** The page of `program`. */
export const manCommand = (program: () => Command.Command.Any, version: string) =>
  Command.make("man", {}, () => Effect.flatMap(manPage(program(), version), Console.log)).pipe(
    Command.withDescription("Print the manual page"),
    Command.withExamples([{ command: "bill-status man | man -l -", description: "Read it" }])
  )
