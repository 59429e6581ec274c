// Where the programs are, and how to run them against each other.
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

export const appFolder = (app) => fileURLToPath(new URL(`../apps/${app}/`, import.meta.url))

/** The built program of an app, found through `bin` in its package.json. */
export const binOf = (app) => {
  const { bin } = JSON.parse(readFileSync(`${appFolder(app)}package.json`, "utf8"))
  return appFolder(app) + Object.values(bin)[0]
}

/** Starts a built server on a free port; gives its address and how to stop it. */
export const startServer = (app, env = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [binOf(app)], {
      env: { ...process.env, ...env, PORT: "0", HOST: "127.0.0.1" },
      stdio: ["ignore", "pipe", "inherit"]
    })
    const stop = () =>
      new Promise((stopped) => {
        child.once("exit", stopped)
        child.kill("SIGTERM")
      })
    child.once("exit", (code) => reject(new Error(`${app} ended with exit code ${code}`)))
    createInterface(child.stdout).on("line", (line) => {
      const address = /listening on (http:\S+)/.exec(line)?.[1]
      if (address !== undefined) resolve({ address, stop })
    })
  })

/** Runs the built `bill-status`; gives its exit code. */
export const runCli = (args, env) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [binOf("cli"), ...args], {
      env: { ...process.env, ...env },
      stdio: "inherit"
    })
    child.once("error", reject)
    child.once("exit", (code) => resolve(code ?? 1))
  })

/** What the mock server accepts. */
export const mockSettings = (address) => ({
  AOPAY_BASE_URL: address,
  AOPAY_REGISTRATION_ID: "AOP-554"
})
