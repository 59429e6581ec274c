/** Where this namespace and the others are. */

const [, path = ""] = /^(.*)\/_mock\/?$/.exec(location.pathname) ?? []
const root = path.replace(/\/ns\/[^/]+$/, "")

export const baseUrl = location.origin + path

/** Where AOPay would be asked. */
export const inquiryPath = `${path}/api/AOP/BillPaymentStatus`

export const controlPath = (name) => `${path}/_mock/${name}`

export const pageOf = (namespace) =>
  `${root}${namespace === "default" ? "" : `/ns/${encodeURIComponent(namespace)}`}/_mock`
