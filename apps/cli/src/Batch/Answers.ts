/** The answers of a run, for the references that come up again. */
import type { Answer } from "../Answer.ts"

/** An answer that is known, and whether it came up in this run before. */
export interface Known {
  readonly answer: Answer
  readonly seen: boolean
}

/** Where answers are kept for the references that come up again. */
export interface Answers {
  /** What is known about the reference; an answer from before this run only when it is final. */
  readonly find: (reference: string) => Known | undefined
  readonly add: (answer: Answer) => void
}

/** Answers of this run alone, in memory: for as many references as fit on a command line. */
export const answersInMemory = (): Answers => {
  const answers = new Map<string, Answer>()
  return {
    find: (reference) => {
      const answer = answers.get(reference)
      return answer && { answer, seen: true }
    },
    add: (answer) => answers.set(answer.referenceId, answer)
  }
}
