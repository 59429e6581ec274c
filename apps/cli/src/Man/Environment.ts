/** The settings that the manual page names. */

interface Setting {
  readonly variable: string
  /** As text, for people; null where it must be given. */
  readonly fallback: string | null
  readonly what: string
}

export const environment: ReadonlyArray<Setting> = [
  { variable: "AOPAY_BASE_URL", fallback: "AOPay's production host", what: "Where to ask" },
  { variable: "AOPAY_REGISTRATION_ID", fallback: null, what: "Who asks" },
  { variable: "AOPAY_API_KEY", fallback: "none", what: "The key AOPay gave you; never shown" },
  { variable: "AOPAY_TIME_ZONE", fallback: "Asia/Kolkata", what: "The zone of AOPay's dates" },
  {
    variable: "BILL_STATUS_LAYER",
    fallback: "live",
    what: "live asks AOPay, stub gives fixed answers without a network"
  }
]
