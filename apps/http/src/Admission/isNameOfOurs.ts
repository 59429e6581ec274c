/** An address, a name without dots, and the endings that nobody can register. */
const notRegistrable =
  /^(?:\[[\da-f:.]+\]|\d{1,3}(?:\.\d{1,3}){3}|[^.:]+|.+\.(?:localhost|local|internal|test|example|invalid))(?::\d{1,5})?$/i

/**
 * Whether no site of somebody else's can be reached by this `host`. A page of such a site, whose name was made
 * to mean this machine, could read what is answered without a key (DNS rebinding). HTTP/1.0 knows no host.
 */
export const isNameOfOurs = (host: string | undefined): boolean =>
  host === undefined || notRegistrable.test(host)
