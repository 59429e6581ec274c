#!/usr/bin/env node
import { start } from "@bill-payment-status/program/start"

await start(() => import("./main.ts"), new URL("../package.json", import.meta.url))
