import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { spawnSync } from "node:child_process"
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { parse } from "yaml"
import { binOf } from "../../../../scripts/programs.ts"
import { BuiltGateway } from "../BuiltGateway.ts"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), "utf8")

const Texts = Schema.Array(Schema.String)

const Service = Schema.Struct({
  image: Schema.optionalKey(Schema.String),
  build: Schema.optionalKey(Schema.Struct({ context: Schema.String, dockerfile: Schema.String })),
  command: Schema.optionalKey(Texts),
  entrypoint: Schema.optionalKey(Texts),
  environment: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  ports: Schema.optionalKey(Texts),
  volumes: Schema.optionalKey(Texts),
  read_only: Schema.Boolean,
  tmpfs: Texts,
  cap_drop: Texts,
  security_opt: Texts,
  stop_grace_period: Schema.optionalKey(Schema.String),
  healthcheck: Schema.optionalKey(
    Schema.Struct({
      disable: Schema.optionalKey(Schema.Boolean),
      test: Schema.optionalKey(Texts),
      interval: Schema.optionalKey(Schema.String)
    })
  ),
  depends_on: Schema.optionalKey(
    Schema.Record(
      Schema.String,
      Schema.Struct({
        condition: Schema.Literals(["service_healthy", "service_completed_successfully"])
      })
    )
  )
})

const Compose = Schema.Struct({
  name: Schema.String,
  "x-strict": Schema.Unknown,
  services: Schema.Struct({ mock: Service, keys: Service, gateway: Service, prometheus: Service }),
  volumes: Schema.Record(Schema.String, Schema.Null)
})

const Prometheus = Schema.Struct({
  global: Schema.Struct({ scrape_interval: Schema.String }),
  rule_files: Texts,
  scrape_configs: Schema.Tuple([
    Schema.Struct({
      job_name: Schema.String,
      authorization: Schema.Struct({
        type: Schema.Literal("Bearer"),
        credentials_file: Schema.String
      }),
      static_configs: Schema.Array(Schema.Struct({ targets: Texts }))
    })
  ])
})

const strictly = { onExcessProperty: "error" } as const

const { services, volumes } = Schema.decodeUnknownSync(Compose)(
  parse(read("compose.yaml"), { merge: true }),
  strictly
)
const prometheus = Schema.decodeUnknownSync(Prometheus)(
  parse(read("apps/http/prometheus/prometheus.yaml")),
  strictly
)

const listOf = Schema.decodeUnknownSync(Schema.fromJsonString(Texts))

/** `ENV`, `EXPOSE` and the like of the last stage. */
const dockerfile = (app: string) => {
  const lines = read(`apps/${app}/Dockerfile`).split("\n")
  const argumentsOf = (instruction: string): ReadonlyArray<string> =>
    lines
      .filter((line) => line.startsWith(`${instruction} `))
      .map((line) => line.slice(instruction.length + 1))
  const [healthcheck = ""] = argumentsOf("HEALTHCHECK")
  return {
    argumentsOf,
    entrypoint: argumentsOf("ENTRYPOINT").flatMap((text) => listOf(text)),
    healthcheck: listOf(healthcheck.slice(healthcheck.indexOf("CMD ") + 4)),
    environment: Object.fromEntries(
      argumentsOf("ENV")
        .flatMap((line) => line.split(" "))
        .map((pair) => [pair.replace(/=.*/, ""), pair.replace(/^[^=]*=/, "")] as const)
    )
  }
}

const sources = globSync(["apps/http/src/**/*.ts", "packages/{core,program}/src/**/*.ts"], {
  cwd: root
})
  .map(read)
  .join("\n")

describe.each(["http", "mock-server"] as const)("the Dockerfile of %s", (app) => {
  const file = dockerfile(app)

  it("copies what the build makes, and runs what it copies", () => {
    const copied = file.argumentsOf("COPY").find((text) => text.startsWith("--from=build")) ?? ""
    const [, from = "", to = ""] = copied.split(" ")
    assert.strictEqual(
      from,
      `/repository/${dirname(binOf(app).slice(root.length))}`.replace("/./", "/")
    )
    assert.deepStrictEqual(file.entrypoint, ["node", `${to}/bin.js`])
    assert.isTrue(existsSync(binOf(app)))
  })

  it("runs as nobody special, on the port it shows", () => {
    assert.deepStrictEqual(file.argumentsOf("USER"), ["node"])
    assert.strictEqual(file.argumentsOf("EXPOSE").join(), file.environment["PORT"])
    assert.strictEqual(file.environment["HOST"], "0.0.0.0")
  })
})

describe("the Dockerfile of http", () => {
  const { environment, healthcheck } = dockerfile("http")
  let gateway: BuiltGateway

  beforeAll(() => {
    gateway = new BuiltGateway({})
  })
  afterAll(() => gateway.stop())

  const check = (port: string) => {
    const [command = "", ...args] = healthcheck
    assert.strictEqual(command, "node")
    return spawnSync(process.execPath, args, { env: { PORT: port } }).status
  }

  it("finds a gateway healthy that answers, and one that does not sick", async () => {
    const { port } = new URL(await gateway.listening())
    assert.strictEqual(check(port), 0)
    assert.strictEqual(check("1"), 1)
  })

  it("sets what the gateway reads", () => {
    const { NODE_ENV, ...settings } = environment
    assert.strictEqual(NODE_ENV, "production")
    for (const name of Object.keys(settings)) assert.include(sources, `"${name}"`)
  })
})

describe("compose.yaml", () => {
  it.each(Object.entries(services))("%s runs without rights it does not need", (_, service) => {
    assert.isTrue(service.read_only)
    assert.deepStrictEqual(service.cap_drop, ["ALL"])
    assert.deepStrictEqual(service.security_opt, ["no-new-privileges:true"])
    for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:/)
  })

  it.each(Object.entries(services))("%s names what there is", (_, service) => {
    if (service.build !== undefined) assert.isTrue(existsSync(join(root, service.build.dockerfile)))
    for (const volume of service.volumes ?? []) {
      const [source = ""] = volume.split(":")
      if (source.startsWith("./")) assert.isTrue(existsSync(join(root, source)), source)
      else assert.property(volumes, source)
    }
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      const needed = Object.entries(services).find(([other]) => other === name)?.[1]
      assert.isDefined(needed)
      const isOnce = needed?.healthcheck?.disable === true
      assert.strictEqual(condition, isOnce ? "service_completed_successfully" : "service_healthy")
    }
  })

  it("makes keys by commands that work", () => {
    const folder = mkdtempSync(join(tmpdir(), "compose-"))
    const file = join(folder, "keys.json")
    const script = services.keys.command?.join("\n") ?? ""
    const commands = [...script.matchAll(/node \/gateway\/bin\.js (keys create [^>]+) > (\S+)/g)]
    assert.lengthOf(commands, 2)
    for (const [, args = "", to = ""] of commands) {
      const { status, stderr, stdout } = spawnSync(
        process.execPath,
        [binOf("http"), ...args.trim().split(" ")],
        { env: { BILL_STATUS_KEYS_FILE: file }, encoding: "utf8" }
      )
      assert.strictEqual(status, 0, stderr)
      assert.match(stdout, /^bps_live_\w+\n$/)
      assert.isTrue(to.startsWith("/credentials/"))
    }
    assert.isTrue(existsSync(file))
    rmSync(folder, { recursive: true })
  })

  it("gives the gateway settings that it reads, and starts it by flags that it knows", () => {
    const { command = [], environment = {} } = services.gateway
    for (const name of Object.keys(environment)) assert.include(sources, `"${name}"`)
    const { stderr, status } = spawnSync(process.execPath, [binOf("http"), ...command, "--help"], {
      encoding: "utf8"
    })
    assert.strictEqual(status, 0, stderr)
    const { environment: mock } = dockerfile("mock-server")
    assert.strictEqual(environment["AOPAY_BASE_URL"], `http://mock:${mock["PORT"]}`)
    const { environment: gateway } = dockerfile("http")
    assert.deepStrictEqual(services.gateway.ports, [`127.0.0.1:3000:${gateway["PORT"]}`])
    assert.isTrue(
      services.keys.command?.join().includes(environment["AOPAY_REGISTRATION_ID"] ?? "?")
    )
  })
})

describe("prometheus.yaml", () => {
  let gateway: BuiltGateway

  beforeAll(() => {
    gateway = new BuiltGateway({})
  })
  afterAll(() => gateway.stop())

  it("asks the gateway with the key that was made for it", () => {
    const [{ authorization, static_configs }] = prometheus.scrape_configs
    const script = services.keys.command?.join("\n") ?? ""
    assert.include(script, `--scope admin > ${authorization.credentials_file}`)
    const { environment } = dockerfile("http")
    assert.deepStrictEqual(static_configs, [{ targets: [`gateway:${environment["PORT"]}`] }])
    assert.isTrue(services.prometheus.volumes?.includes("credentials:/credentials:ro"))
    const config = services.prometheus.command?.join(" ") ?? ""
    assert.include(config, "--config.file=/etc/prometheus/prometheus.yaml")
  })

  it("alerts by metrics that there are", async () => {
    await gateway.get("/v1/transactions/paid-1")
    assert.deepStrictEqual(prometheus.rule_files, ["/etc/prometheus/alerts.yaml"])
    const alerts = read("apps/http/prometheus/alerts.yaml")
    const metrics = alerts.match(/\bbill_\w+/g) ?? []
    assert.isAbove(metrics.length, 5)
    const { body } = await gateway.get("/metrics")
    for (const metric of metrics) assert.match(body, new RegExp(`^${metric}[ {]`, "m"))
    const rules = Schema.decodeUnknownSync(
      Schema.Struct({
        groups: Schema.Array(
          Schema.Struct({
            name: Schema.String,
            rules: Schema.Array(
              Schema.Struct({
                alert: Schema.String,
                expr: Schema.String,
                for: Schema.optionalKey(Schema.String),
                annotations: Schema.Struct({ summary: Schema.String })
              })
            )
          })
        )
      })
    )(parse(alerts), strictly)
    assert.lengthOf(rules.groups, 1)
  })
})
