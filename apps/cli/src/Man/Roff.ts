/** A manual page as roff, the language that `man` reads. Every function gives lines of it. */

/** Text that roff prints as it stands, and not as a command of its own. */
export type Roff = string

const special: { readonly [character: string]: Roff } = {
  "\\": "\\e",
  "-": "\\-",
  '"': "\\(dq",
  "'": "\\(aq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
  "\n": " "
}

const escaped = (character: string): Roff =>
  special[character] ??
  `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`

/** Nothing but ASCII is left, so that the page reads the same in every locale; a leading dot is no request. */
export const plain = (text: string): Roff =>
  text.replace(/[\\\-"'`^~]|[^\x20-\x7E]/gu, escaped).replace(/^\./, "\\&.")

export const bold = (text: string): Roff => `\\fB${plain(text)}\\fR`

export const italic = (text: string): Roff => `\\fI${plain(text)}\\fR`

export const title = (name: string, section: number, source: string, manual: string): Roff =>
  `.TH ${plain(name.toUpperCase())} ${section} "" "${plain(source)}" "${plain(manual)}"\n.nh\n.ad l`

export const heading = (text: string): Roff => `.SH ${plain(text)}`

export const subheading = (text: string): Roff => `.SS ${plain(text)}`

export const paragraph = (text: Roff): Roff => `.PP\n${text}`

/** A term, and indented below it what it means. */
export const definition = (term: Roff, meaning: Roff): Roff => `.TP\n${term}\n${meaning}`

/** Printed as typed, without filling of lines. */
export const example = (command: string, about: string): Roff =>
  `${paragraph(plain(about))}\n.RS 4\n.EX\n${bold(command)}\n.EE\n.RE`
