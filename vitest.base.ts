import { defineConfig } from "vitest/config"

/** Workspace packages are tested from source; the report is summed by scripts/test.ts. */
export default defineConfig({
  resolve: { conditions: ["@bill-payment-status/source"] },
  ssr: { resolve: { conditions: ["@bill-payment-status/source"] } },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "json"],
    outputFile: { json: ".reports/vitest.json" },
    testTimeout: 20_000,
    hookTimeout: 20_000
  }
})
