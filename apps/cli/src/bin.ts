#!/usr/bin/env node
import * as nodeModule from "node:module"

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
if (major > 22 || (major === 22 && minor >= 19)) {
  nodeModule.enableCompileCache()
  await import("./main.ts")
} else {
  console.error(`This program needs Node 22.19 or newer; this is ${process.versions.node}.`)
  process.exitCode = 64
}
