/** Rupees for people. */

/** `1234567.45` as `₹12,34,567.45`. */
export const showRupees = (rupeeText: string): string =>
  `₹${rupeeText.replace(/\B(?=(\d\d)*\d{3}\.)/g, ",")}`

/** `1234567` as `12,34,567`. */
export const showCount = (count: number): string =>
  String(Math.round(count)).replace(/\B(?=(\d\d)*\d{3}$)/g, ",")
