/**
 * A tracer that tells nothing personal: of an attribute only what stands here, of a failure only its name. An
 * error's message may hold what was asked, or what AOPay said.
 */
import { Cause, Exit, Tracer } from "effect"

export const attributes = {
  method: "http.request.method",
  route: "http.route",
  status: "http.response.status_code",
  requestId: "bill_status.request_id",
  keyId: "bill_status.key_id"
} as const

const known: ReadonlySet<string> = new Set(Object.values(attributes))

const nameOf = (failure: unknown): string => {
  if (typeof failure !== "object" || failure === null) return typeof failure
  if ("_tag" in failure && typeof failure._tag === "string") return failure._tag
  return failure instanceof Error ? failure.name : "object"
}

/** Named, and no more. */
class Failure extends Error {
  constructor(name: string) {
    super(name)
    this.name = name
    this.stack = name
  }
}

const discreet = (exit: Exit.Exit<unknown, unknown>): Exit.Exit<unknown, unknown> => {
  if (Exit.isSuccess(exit)) return Exit.void
  return Cause.hasInterruptsOnly(exit.cause)
    ? Exit.interrupt()
    : Exit.die(new Failure(nameOf(Cause.squash(exit.cause))))
}

const guarded = (span: Tracer.Span): Tracer.Span => {
  const attribute = span.attribute.bind(span)
  const end = span.end.bind(span)
  const event = span.event.bind(span)
  return Object.assign(span, {
    attribute: (key: string, value: unknown) => {
      if (known.has(key)) attribute(key, value)
    },
    event: (name: string, startTime: bigint) => event(name, startTime),
    end: (endTime: bigint, exit: Exit.Exit<unknown, unknown>) => end(endTime, discreet(exit))
  })
}

export const discreetTracer = (tracer: Tracer.Tracer): Tracer.Tracer =>
  Tracer.make({ span: (options) => guarded(tracer.span(options)) })
