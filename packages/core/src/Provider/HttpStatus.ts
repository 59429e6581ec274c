/** What a final HTTP status says of the message it stands on (RFC 9110). */

/** Neither `Response` nor HTTP knows any other final status. */
export const isFinalStatus = (status: number): boolean => status >= 200 && status <= 599

/** Whether an answer with this status never has a body. */
export const hasNoBody = (status: number): boolean =>
  status === 204 || status === 205 || status === 304
