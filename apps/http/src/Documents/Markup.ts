/** HTML that is safe to send: whatever is put into it is text, unless it is markup already. */

export class Markup {
  readonly html: string

  constructor(html: string) {
    this.html = html
  }
}

export type Content = string | number | Markup | ReadonlyArray<Content>

const escapes: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

const render = (content: Content): string => {
  if (content instanceof Markup) return content.html
  return typeof content === "object"
    ? content.map(render).join("")
    : String(content).replace(/[&<>"']/g, (character) => escapes[character] ?? "")
}

/** `` markup`<p>${anything}</p>` `` */
export const markup = (
  strings: TemplateStringsArray,
  ...contents: ReadonlyArray<Content>
): Markup => new Markup(String.raw({ raw: strings }, ...contents.map(render)))
