/** Certificates for tests, made on the spot: no private key is kept in the repository. */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export const canMakeCertificates = spawnSync("openssl", ["version"]).status === 0

if (!canMakeCertificates)
  console.warn("SKIPPED: there is no openssl here, so doctor is not tested against certificates.")

/** A self-signed certificate, and its file for `NODE_EXTRA_CA_CERTS`. */
export interface TestCertificate {
  readonly key: string
  readonly cert: string
  readonly file: string
}

const configuration = (names: string): string => `
[ca]
default_ca = test
[test]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
x509_extensions = names
[any]
commonName = supplied
organizationName = optional
[names]
subjectAltName = ${names}
`

const asn1Time = (date: Date): string =>
  `${date
    .toISOString()
    .replace(/\.\d+Z$/, "")
    .replaceAll(/\D/g, "")}Z`

const day = 86_400_000

/** A folder in which `openssl` makes certificates. */
export class CertificateFolder {
  readonly #folder = mkdtempSync(join(tmpdir(), "certificates-"))
  #made = 0

  /** For these names, from a year ago until so many days from now. */
  make(names: string, days: number, organization = "Bill Status Tests"): TestCertificate {
    const name = `made-${(this.#made += 1)}`
    const openssl = (...args: ReadonlyArray<string>) =>
      execFileSync("openssl", args, { cwd: this.#folder, stdio: "pipe" })
    writeFileSync(join(this.#folder, "ca.cnf"), configuration(names))
    writeFileSync(join(this.#folder, "index.txt"), "")
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    const subject = ["-utf8", "-subj", `/CN=test/O=${organization}`]
    const key = ["-nodes", "-keyout", `${name}.key`]
    openssl("req", "-new", ...curve, ...key, ...subject, "-out", `${name}.csr`)
    const now = Date.now()
    const from = ["-startdate", asn1Time(new Date(now - 365 * day))]
    const until = ["-enddate", asn1Time(new Date(now + days * day))]
    const paths = ["-keyfile", `${name}.key`, "-in", `${name}.csr`, "-out", `${name}.pem`]
    openssl(
      "ca",
      "-batch",
      "-selfsign",
      "-notext",
      "-config",
      "ca.cnf",
      ...from,
      ...until,
      ...paths
    )
    const file = join(this.#folder, `${name}.pem`)
    return {
      file,
      cert: readFileSync(file, "utf8"),
      key: readFileSync(join(this.#folder, `${name}.key`), "utf8")
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true })
  }
}
