import { randomUUID } from "node:crypto"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { inquiryPath } from "../inquiry.ts"
import type { Contender } from "./Contender.ts"
import { packageFolder } from "./packageFolder.ts"

const { file, version } = packageFolder("@mockoon/cli")

/** One route with one answer; `--repair` adds what else a data file has. */
const environment = (answer: string) => {
  const route = randomUUID()
  return {
    uuid: randomUUID(),
    name: "inquiry",
    hostname: "127.0.0.1",
    cors: false,
    rootChildren: [{ type: "route", uuid: route }],
    routes: [
      {
        uuid: route,
        type: "http",
        method: "post",
        endpoint: inquiryPath.slice(1),
        responses: [
          {
            uuid: randomUUID(),
            default: true,
            statusCode: 200,
            headers: [{ key: "content-type", value: "application/json" }],
            body: answer,
            disableTemplating: true
          }
        ]
      }
    ]
  }
}

export const mockoon: Contender = {
  name: `Mockoon ${version}`,
  command: ({ answer, folder, port }) => {
    const data = join(folder, "mockoon.json")
    writeFileSync(data, JSON.stringify(environment(answer)))
    return [
      process.execPath,
      file("bin/run.js"),
      "start",
      `--data=${data}`,
      `--port=${port}`,
      "--repair",
      "--disable-log-to-file",
      "--disable-admin-api",
      "--max-transaction-logs=1"
    ]
  }
}
