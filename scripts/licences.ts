/** The licences of the npm packages in a bundle, whose minified code has lost its notices. */
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseSync } from "rolldown/utils"

const rolldownRuntime = "\0rolldown/runtime.js"

/** The folder of the npm package a module is from; undefined for a module of ours. */
const packageOf = (module: string): string | undefined =>
  module === rolldownRuntime
    ? dirname(fileURLToPath(import.meta.resolve("rolldown/package.json")))
    : /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module.replaceAll("\\", "/"))?.[0]

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: unknown
}

/** The package's name, version and licence, then the whole text of its licence file. */
const licenceOf = (folder: string): string => {
  const { license, name, version }: Manifest = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8")
  )
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file))
  if (typeof license !== "string" || files.length === 0)
    throw new Error(`${folder} has no licence, or no text of it: it cannot be bundled`)
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim())
  return [`${name} ${version} (${license})`, ...texts].join("\n\n")
}

/** Comments of a module; lines that follow each other are one. */
const commentsIn = (code: string): ReadonlyArray<string> => {
  const comments: Array<{ readonly type: string; text: string; end: number }> = []
  for (const { end, start, type, value } of parseSync("module.js", code).comments) {
    const last = comments.at(-1)
    const between = last?.type === "Line" && type === "Line" ? code.slice(last.end, start) : "code"
    if (last !== undefined && between.trim() === "")
      Object.assign(last, { text: `${last.text}\n${value}`, end })
    else comments.push({ type, text: value, end })
  }
  return comments.map(({ text }) => text)
}

/** What a module says of code that was taken from elsewhere. */
const noticesIn = (module: string): ReadonlyArray<string> =>
  commentsIn(readFileSync(module, "utf8"))
    .filter((text) => /\b(?:copyright|licen[cs]ed|MIT|BSD|ISC|Apache)\b/i.test(text))
    .map((text) => text.replace(/^[ \t]*\*? ?/gm, "").trim())

const section = (folder: string, modules: ReadonlyArray<string>): string =>
  [
    licenceOf(folder),
    ...modules
      .filter((module) => module !== rolldownRuntime)
      .flatMap((module) =>
        noticesIn(module).map((notice) => `In ${module.slice(folder.length + 1)}:\n\n${notice}`)
      )
  ].join("\n\n")

const line = "=".repeat(80)

/** A text for people: each package that `modules` are from, its licence, and the notices in those modules. */
export const licencesOf = (modules: ReadonlyArray<string>): string => {
  const sections = [...Map.groupBy(modules, packageOf)].flatMap(([folder, own]) =>
    folder === undefined ? [] : [section(folder, own)]
  )
  return [
    "Software by others that this program contains, and its licences.",
    ...sections.toSorted()
  ]
    .map((text) => `${text}\n`)
    .join(`\n${line}\n\n`)
}
