import { defineConfig } from 'vitest/config'
import { LongestFirst } from '../support/longest-first.ts'
import { patient } from '../support/machine-pace.ts'

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: 'test/browser/global-setup.ts',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: patient(60_000),
    expect: { poll: { timeout: patient(20_000) } },
    hookTimeout: patient(180_000),
    onConsoleLog: (log) => {
      throw new Error(`Unexpected console output: ${log}`)
    },
  },
})
