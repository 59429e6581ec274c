const attempts = 3

/** Where others keep the gateway from running for a quarter of a second, it turns requests away: once more then. */
export const patiently = async <A>(measure: () => Promise<A>, attempt = 1): Promise<A> => {
  try {
    return await measure()
  } catch (error) {
    if (attempt === attempts) throw error
    console.log(`${String(error)}; once more.`)
    return patiently(measure, attempt + 1)
  }
}
