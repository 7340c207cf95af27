import { defineConfig } from 'vitest/config'

/** The parts of the pipeline that need no engine. */
export default defineConfig({
  test: { name: 'ci', root: import.meta.dirname, include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 },
})
