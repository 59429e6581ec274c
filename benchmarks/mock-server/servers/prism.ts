import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { inquiryPath } from "../inquiry.ts"
import type { Contender } from "./Contender.ts"
import { packageFolder } from "./packageFolder.ts"

const { file, version } = packageFolder("@stoplight/prism-cli")

/** The description with one example, so that Prism answers with the same bytes as the others. */
const withOneExample = (openApi: string, answer: string): string => {
  const description = JSON.parse(openApi)
  const content = description.paths[inquiryPath].post.responses["200"].content["application/json"]
  content.examples = { paid: { value: JSON.parse(answer) } }
  return JSON.stringify(description)
}

export const prism: Contender = {
  name: `Prism ${version}`,
  command: ({ answer, folder, openApi, port }) => {
    const description = join(folder, "openapi.json")
    writeFileSync(description, withOneExample(openApi, answer))
    return [
      process.execPath,
      file("dist/index.js"),
      "mock",
      "--host=127.0.0.1",
      `--port=${port}`,
      "--verboseLevel=silent",
      "--multiprocess=false",
      description
    ]
  }
}
