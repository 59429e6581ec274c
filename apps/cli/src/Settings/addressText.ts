/** The text of an address without what may be confidential in it: a password, a query. */
export const addressText = (text: string): string =>
  text.replace(/\/\/[^/@\s]*@/g, "//•••••@").replace(/[?#]\S*/g, "?•••••")
