/** The page of every problem: `/problems`, and one under the `type` of each. JSON for whoever is no browser. */
import type { Answer, HeaderList } from "../Server/Answer.ts"
import { cachedAnswer } from "./CachedAnswer.ts"
import { type Content, markup } from "./Markup.ts"
import { page } from "./Page.ts"
import { type ProblemType, problemTypes } from "./ProblemType.ts"

const retries: { readonly [retry in ProblemType["retry"]]: string } = {
  now: "now: asking again at once can help",
  later: "later: asking again after a while can help",
  never: "never: asking again does not help"
}

const vary: HeaderList = ["vary", "accept"]

const wantsPage = (accept: string | undefined): boolean =>
  accept !== undefined && /\b(?:text\/html|application\/xhtml\+xml)\b/i.test(accept)

const json = (value: unknown): Answer =>
  cachedAnswer("application/json", JSON.stringify(value), vary)

const row = ({ retry, status, tag, title, type }: ProblemType): Content =>
  markup`<tr><th scope="row"><a href="${type}">${tag}</a></th><td>${status}</td><td>${title}</td><td>${retry}</td></tr>
`

const table = (): Content =>
  markup`<p>What is not a payment status is a problem (RFC 9457). Its <code>type</code> is the address of one of these pages.</p>
<div class="wide"><table>
<thead><tr><th scope="col">tag</th><th scope="col">status</th><th scope="col">title</th><th scope="col">retry</th></tr></thead>
<tbody>
${problemTypes.map(row)}</tbody>
</table></div>`

const details = ({ advice, cause, retry, status, tag, type }: ProblemType): Content =>
  markup`<dl>
<dt>tag</dt><dd><code>${tag}</code></dd>
<dt>type</dt><dd><code>${type}</code></dd>
<dt>HTTP status</dt><dd>${status}</dd>
<dt>What happened</dt><dd>${cause}</dd>
<dt>retry</dt><dd>${retries[retry]}</dd>
<dt>What to do</dt><dd>${advice}</dd>
</dl>`

export const answerProblems = (accept: string | undefined): Answer =>
  wantsPage(accept)
    ? page({ title: "Problems", body: table() }, vary)
    : json({ problems: problemTypes })

export const answerProblem = (type: string, accept: string | undefined): Answer => {
  const found = problemTypes.find((problem) => problem.type === type)
  if (found === undefined) throw new Error(`${type} is the type of no problem`)
  return wantsPage(accept) ? page({ title: found.title, body: details(found) }, vary) : json(found)
}
