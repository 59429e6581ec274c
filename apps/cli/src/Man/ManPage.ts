/** The manual page of the program, made from the definitions of its commands. */
import { proxyVariables } from "@bill-payment-status/program"
import { Effect, Option } from "effect"
import type { Command, HelpDoc } from "effect/cli"
import { settingNames } from "../Settings/SettingNames.ts"
import { type CommandHelp, commandHelps } from "./CommandHelp.ts"
import { exitStatus, gravest } from "./ExitStatus.ts"
import {
  bold,
  definition,
  example,
  heading,
  italic,
  paragraph,
  plain,
  type Roff,
  subheading,
  title
} from "./Roff.ts"

const about = [
  "Asks AOPay what became of bill payments and reads each answer as one of five verdicts: Paid, Pending, RefundDue, Refunded or Conflict. Whatever else is said is an error and never a failed payment: do not refund and do not pay again because of one.",
  "Data goes to standard output, all else to standard error. The exit code tells a script what happened. Durations read 500ms, 2s, 2 seconds or 3 days.",
  'Put -- before a reference you did not write yourself: bill-status check -- "$REFERENCE".'
]

const flag = ({ aliases, description, name, type }: HelpDoc.FlagDoc): Roff =>
  definition(
    [
      [`--${name}`, ...aliases].map(bold).join(", "),
      ...(type === "boolean" ? [] : [italic(type)])
    ].join(" "),
    plain(Option.getOrElse(description, () => ""))
  )

const argument = ({ description, name, variadic }: HelpDoc.ArgDoc): Roff =>
  definition(italic(variadic ? `${name}...` : name), plain(Option.getOrElse(description, () => "")))

const usage = ({ doc, path }: CommandHelp): Roff =>
  `${bold(path.join(" "))}${plain(doc.usage.slice(path.join(" ").length))}`

const commandSection = ({ doc, path }: CommandHelp): ReadonlyArray<Roff> => [
  subheading(path.join(" ")),
  paragraph(plain(`${doc.description}.`)),
  ...(doc.args ?? []).map(argument),
  ...doc.flags.map(flag),
  ...(doc.examples ?? []).map(({ command, description = "" }) =>
    example(command, `${description}:`)
  )
]

const environmentSection = [
  ...settingNames.map(({ fallback, variable, what }) =>
    definition(
      bold(variable),
      plain(`${what}; ${fallback === null ? "must be set" : `${fallback} unless set`}.`)
    )
  ),
  definition(bold("BILL_STATUS_PROFILE"), plain("The profile to use, instead of --profile.")),
  definition(
    [...proxyVariables, "NO_PROXY"].map(bold).join(", "),
    plain("Proxies on the way to AOPay, and the hosts to reach without one.")
  ),
  definition(
    ["NO_COLOR", "FORCE_COLOR", "CI"].map(bold).join(", "),
    plain("No colour; colour also where no terminal is; no progress line and no live view.")
  )
]

const page = (
  program: CommandHelp,
  commands: ReadonlyArray<CommandHelp>,
  version: string
): ReadonlyArray<Roff> => {
  const name = program.path.join(" ")
  return [
    title(name, 1, `${name} ${version}`, "User Commands"),
    heading("NAME"),
    `${plain(name)} \\- ${plain(program.doc.description)}`,
    heading("SYNOPSIS"),
    commands
      .filter(({ doc }) => doc.subcommands === undefined)
      .map(usage)
      .join("\n.br\n"),
    heading("DESCRIPTION"),
    ...about.map((text) => paragraph(plain(text))),
    ...(program.doc.globalFlags ?? []).map(flag),
    heading("COMMANDS"),
    ...commands.flatMap(commandSection),
    heading("EXIT STATUS"),
    ...exitStatus.map(([code, means]) => definition(bold(`${code}`), plain(means))),
    paragraph(plain(`Of several references the gravest counts: ${gravest}.`)),
    heading("ENVIRONMENT"),
    ...environmentSection,
    heading("FILES"),
    definition(
      italic("~/.config/bill-status/config.toml"),
      plain(
        "Profiles: tables such as [profiles.live] of settings by their key, e.g. base-url; profile names the one to use. Under XDG_CONFIG_HOME where that is set."
      )
    ),
    definition(
      italic("~/.local/state/bill-status/"),
      plain(
        "Answers of runs that were interrupted, to go on from; removed after a week. Under XDG_STATE_HOME where that is set."
      )
    ),
    heading("SEE ALSO"),
    `${bold("jq")}(1), ${bold("man")}(1)`,
    paragraph(plain(`${name} COMMAND --help says the same of one command.`))
  ]
}

/** The page as roff. */
export const manPage = (program: Command.Command.Any, version: string): Effect.Effect<Roff> =>
  Effect.map(commandHelps(program), ([whole, ...commands]) =>
    whole === undefined ? "" : page(whole, commands, version).join("\n")
  )
