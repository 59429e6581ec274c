/** Instants and durations in words. */

const formatIn = (timeZone, options) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...options })

const second = {
  day: "2-digit",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit"
}

const ist = formatIn("Asia/Kolkata", second)

export const inIst = (iso) => ist.format(Date.parse(iso))

/** By the element that shows the time. */
export const clockFormats = {
  ist: formatIn("Asia/Kolkata", { weekday: "short", ...second }),
  utc: formatIn("UTC", { weekday: "short", ...second })
}

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000]
]

/** The two largest units: `2 d 23 h`. */
export const spell = (millis) => {
  const first = units.findIndex(([, size]) => millis >= size)
  if (first < 0) return "a moment"
  let rest = millis
  return units
    .slice(first, first + 2)
    .map(([unit, size]) => {
      const count = Math.floor(rest / size)
      rest -= count * size
      return count === 0 ? "" : `${count} ${unit}`
    })
    .filter(Boolean)
    .join(" ")
}
