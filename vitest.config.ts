import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    globalSetup: 'test/support/build-once.ts',
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // What a test prints has to be wanted: a stray line is a failure in the making.
    onConsoleLog: (log) => {
      if (/corpus|absent/.test(log)) return true
      throw new Error(`Unexpected console output: ${log}`)
    },
  },
})
