import { mergeConfig } from "vitest/config"
import base from "../../vitest.base.ts"

/** Most tests wait for programs: more of them at a time than there are cores. */
export default mergeConfig(base, { test: { maxWorkers: 3 } })
