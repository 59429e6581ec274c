/** Starts servers that are asked as AOPay is. */
import { startAnswering, type Server as Started, temporaryFolder } from "../servers.ts"
import { firstAnswer } from "./inquiry.ts"
import type { Contender, Setting } from "./servers/Contender.ts"

export interface Server extends Contender, Started {
  readonly name: string
  /** To the inquiry about paid-1. */
  readonly answer: string
}

export const startServer = async (
  contender: Contender,
  facts: Pick<Setting, "answer" | "openApi">,
  where: { readonly channel?: ReadonlyArray<"ipc">; readonly core?: number } = {}
): Promise<Server> => {
  const folder = temporaryFolder()
  const command = (port: number) => contender.command({ ...facts, port, folder })
  const server = await startAnswering({ name: contender.name, command, ...where }, firstAnswer)
  const { answer } = server
  if (facts.answer !== "" && answer !== facts.answer)
    throw new Error(`${contender.name} answers with other bytes: ${answer}`)
  return { ...contender, ...server }
}
