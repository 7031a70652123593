import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'
import { patient } from './test/support/machine-pace.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', '**/node_modules/**'],
    globalSetup: 'test/support/build-once.ts',
    reporters: ['default', './test/support/skip-reasons.ts'],
    // In one process what V8 has made of PGlite's WebAssembly is made once and not for each file.
    pool: 'threads',
    maxWorkers: 4,
    // A thread compiles what its files import once: for each anew it was a sixth of the run's CPU. The
    // product itself runs in workerd.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // Only what hangs meets a limit: the longest test takes a tenth of it on two quiet cores.
    testTimeout: patient(60_000),
    hookTimeout: patient(180_000),
    // What a test prints has to be wanted: a stray line is a failure in the making.
    onConsoleLog: (log) => {
      throw new Error(`Unexpected console output: ${log}`)
    },
  },
})
