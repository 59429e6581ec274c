import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { inquiryPath } from "../inquiry.ts"
import type { Contender } from "./Contender.ts"
import { packageFolder } from "./packageFolder.ts"

const java = "/usr/bin/java"
const { file, version } = packageFolder("wiremock")

const withOptions = (name: string, options: ReadonlyArray<string>): Contender => ({
  name,
  command: ({ answer, folder, port }) => {
    mkdirSync(join(folder, "mappings"))
    const mapping = {
      request: { method: "POST", urlPath: inquiryPath },
      response: { status: 200, headers: { "content-type": "application/json" }, body: answer }
    }
    writeFileSync(join(folder, "mappings", "inquiry.json"), JSON.stringify(mapping))
    return [
      java,
      "-jar",
      file(`build/wiremock-standalone-${version}.jar`),
      "--bind-address=127.0.0.1",
      `--port=${port}`,
      `--root-dir=${folder}`,
      ...options
    ]
  },
  warmUpSeconds: 8,
  missing: () => (existsSync(java) ? undefined : `there is no ${java}`)
})

/** As it comes: with a journal, as the mock server has one. */
export const wireMock = withOptions(`WireMock ${version}`, [])

/** With all that its options offer for performance tests: no journal, no log, no templates. */
export const tunedWireMock = withOptions(`WireMock ${version}, tuned`, [
  "--no-request-journal",
  "--disable-request-logging",
  "--disable-response-templating",
  "--disable-banner"
])
