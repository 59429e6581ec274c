/** What every problem of the gateway is like, whatever went wrong. */
import { assert } from "@effect/vitest"
import type { RawAnswer } from "./RawConnection.ts"

/** Stacks, files, modules, and what schemas call themselves. */
const internals =
  /node_modules|file:\/\/|\n\s+at |\.[jt]s:\d|\/src\/|dist\/|SchemaError|SchemaIssue|Error:|undefined|\[object/

export interface Expected {
  readonly status: number
  readonly tag: string
  /** What `errors` must name; an inquiry problem says it in its detail. */
  readonly field?: string
}

/** Fails unless the answer is the expected problem and keeps the rules of all of them. Gives its text. */
export const assertProblem = (
  answer: RawAnswer | undefined,
  { field, status, tag }: Expected
): string => {
  if (answer === undefined) return assert.fail("The connection was closed without an answer.")
  const text = answer.body.toString()
  assert.strictEqual(answer.headers["content-type"], "application/problem+json", text)
  const problem = JSON.parse(text)
  assert.strictEqual(problem.tag, tag, text)
  assert.strictEqual(problem.status, status)
  assert.strictEqual(answer.status, status)
  for (const member of ["type", "title", "detail", "requestId", "retry", "advice"])
    assert.isTrue(typeof problem[member] === "string" && problem[member] !== "", member)
  assert.match(problem.type, /^\/problems\/[a-z-]+$/)
  assert.strictEqual(answer.headers["x-request-id"], problem.requestId)
  assert.strictEqual(answer.headers["cache-control"], "no-store")
  assert.strictEqual(answer.headers["x-content-type-options"], "nosniff")
  assert.notMatch(text, internals)
  assert.isBelow(text.length, 16_384)
  if (field !== undefined)
    assert.include(
      (problem.errors ?? [{ field: problem.detail }])
        .map((fault: { readonly field: string }) => fault.field)
        .join(" "),
      field
    )
  return text
}
