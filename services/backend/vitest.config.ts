import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  test: {
    name: 'backend',
    include: ['test/**/*.test.ts'],
    globalSetup: [join(import.meta.dirname, 'test/global-setup.ts')],
    // Some tests start processes, which takes long on a busy machine with few cores.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 15_000 } },
  },
})
