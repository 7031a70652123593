import type { Reporter, TestModule } from 'vitest/node'

/** After a run, one line for each reason why tests were skipped. */
export default class SkipReasons implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]) {
    const counts = new Map<string, number>()
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result()
        const group = test.parent.type === 'suite' ? test.parent.name : 'gives no reason'
        const reason = (result.state === 'skipped' && result.note) || group
        counts.set(reason, (counts.get(reason) ?? 0) + 1)
      }
    }
    for (const [reason, count] of counts) process.stdout.write(`Skipped ${count}: ${reason}\n`)
  }
}
