/** `bill-status completions <shell>`: prints a completion script. */
import { Console } from "effect"
import { Argument, Command, Completions } from "effect/cli"

/** Completes the commands and flags of `program`. */
export const completionsCommand = (program: () => Command.Command.Any) =>
  Command.make(
    "completions",
    {
      shell: Argument.Literals("shell", ["bash", "zsh", "fish"]).pipe(
        Argument.withDescription("The shell to complete in")
      )
    },
    ({ shell }) => {
      const command = program()
      const script = Completions.generate(command.name, shell, Completions.fromCommand(command))
      // The script says how it was made; here that is a command and not a flag.
      return Console.log(script.replaceAll("--completions", "completions"))
    }
  ).pipe(
    Command.withDescription("Print a script that completes commands and flags in a shell"),
    Command.withExamples([
      {
        command: "bill-status completions bash > /etc/bash_completion.d/bill-status",
        description: "bash"
      },
      { command: 'bill-status completions zsh > "${fpath[1]}/_bill-status"', description: "zsh" },
      {
        command: "bill-status completions fish > ~/.config/fish/completions/bill-status.fish",
        description: "fish"
      }
    ])
  )
