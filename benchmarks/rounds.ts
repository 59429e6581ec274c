/**
 * Each contender once, then each once again, and so on: what disturbs the machine for a while
 * disturbs all alike.
 */
export const interleaved = async <A, B>(
  contenders: ReadonlyArray<A>,
  rounds: number,
  measure: (contender: A) => Promise<B>
): Promise<ReadonlyArray<{ readonly contender: A; readonly rounds: ReadonlyArray<B> }>> => {
  const measured = contenders.map((contender) => ({ contender, rounds: new Array<B>() }))
  for (let round = 1; round <= rounds; round += 1)
    for (const { contender, rounds: done } of measured) done.push(await measure(contender))
  return measured
}
