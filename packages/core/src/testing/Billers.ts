/** Billers that exist, with amounts and account numbers like theirs; the numbers belong to nobody known. */

/** Where a bill is paid to. */
export interface Biller {
  readonly name: string
  /** What a bill is likely to come to. */
  readonly rupees: { readonly least: number; readonly most: number }
  /** An account number as this biller writes them. */
  readonly account: (draw: number) => string
}

const digits =
  (length: number) =>
  (draw: number): string =>
    `${1 + (draw % 9)}${String(draw).padStart(length, "0")}`.slice(0, length)

const states = ["DL", "MH", "KA", "TN", "UP", "GJ"] as const

const vehicle = (draw: number): string =>
  `${states[draw % states.length]}${String(1 + (draw % 89)).padStart(2, "0")}AB${String(1000 + (draw % 9000))}`

const electricity = { rupees: { least: 300, most: 6000 }, account: digits(9) }
const gas = { rupees: { least: 250, most: 1800 }, account: digits(10) }
const water = { rupees: { least: 150, most: 1500 }, account: digits(10) }
const dth = { rupees: { least: 150, most: 900 }, account: digits(10) }
const broadband = { rupees: { least: 400, most: 2500 }, account: digits(11) }
const fastag = { rupees: { least: 100, most: 3000 }, account: vehicle }
const lpg = { rupees: { least: 850, most: 1200 }, account: digits(17) }

/** Electricity, gas, water, DTH, broadband, FASTag and LPG. */
export const billers: readonly [Biller, ...Array<Biller>] = [
  { name: "BSES Rajdhani Power Limited", ...electricity },
  { name: "Adani Electricity Mumbai Limited", ...electricity },
  { name: "Tata Power Delhi Distribution Limited", ...electricity },
  { name: "Bangalore Electricity Supply Company", ...electricity },
  { name: "Torrent Power Limited", ...electricity },
  { name: "Indraprastha Gas Limited", ...gas },
  { name: "Mahanagar Gas Limited", ...gas },
  { name: "Gujarat Gas Limited", ...gas },
  { name: "Delhi Jal Board", ...water },
  { name: "Bangalore Water Supply and Sewerage Board", ...water },
  { name: "Hyderabad Metropolitan Water Supply and Sewerage Board", ...water },
  { name: "Dish TV", ...dth },
  { name: "Tata Play", ...dth },
  { name: "Airtel Digital TV", ...dth },
  { name: "Airtel Broadband", ...broadband },
  { name: "ACT Fibernet", ...broadband },
  { name: "Hathway Broadband", ...broadband },
  { name: "HDFC Bank - FASTag", ...fastag },
  { name: "ICICI Bank - FASTag", ...fastag },
  { name: "Paytm Payments Bank - FASTag", ...fastag },
  { name: "Indane Gas", ...lpg },
  { name: "Bharat Gas", ...lpg },
  { name: "HP Gas", ...lpg }
]
