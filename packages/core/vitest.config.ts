import { mergeConfig } from "vitest/config"
import base from "../../vitest.base.ts"

export default mergeConfig(base, {
  test: {
    coverage: {
      include: ["src/**"],
      reporter: ["text-summary"],
      thresholds: { branches: 95, lines: 95 }
    }
  }
})
