/** A page: one file without scripts, which asks nobody for anything. */
import { createHash } from "node:crypto"
import type { Answer, HeaderList } from "../Server/Answer.ts"
import { cachedAnswer } from "./CachedAnswer.ts"
import { type Content, Markup, markup } from "./Markup.ts"

const style = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
h1,h2,h3{line-height:1.2}h2{margin-top:3rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{overflow-x:auto;padding:.75rem;background:color-mix(in srgb,currentColor 8%,transparent);border-radius:.25rem}
.wide{overflow-x:auto}table{border-collapse:collapse}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
dt{font-weight:600}dd{margin:0 0 .5rem}
summary{cursor:pointer}summary:focus-visible,a:focus-visible{outline:2px solid}`

const hash = createHash("sha256").update(style).digest("base64")

const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

export interface PageContent {
  readonly title: string
  readonly body: Content
}

export const page = ({ body, title }: PageContent, headers: HeaderList = []): Answer => ({
  ...cachedAnswer(
    "text/html; charset=utf-8",
    markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<nav><a href="/docs">Docs</a> · <a href="/problems">Problems</a> · <a href="/openapi.json">OpenAPI</a></nav>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.html,
    headers
  ),
  policy
})
