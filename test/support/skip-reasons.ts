import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** After a run, one line for each reason why tests were skipped. */
export default class SkipReasons implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]) {
    const counts = new Map<string, number>()
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const reason = reasonOf(test)
        counts.set(reason, (counts.get(reason) ?? 0) + 1)
      }
    }
    for (const [reason, count] of counts) process.stdout.write(`Skipped ${count}: ${reason}\n`)
  }
}

/** What it was skipped with, what its title says that it needs, or the group it is in. */
function reasonOf(test: TestCase): string {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : undefined
  const needs = /\((needs [^()]+)\)$/.exec(test.name)?.[1]
  const group =
    test.parent.type === 'suite'
      ? test.parent.name
      : `${test.module.relativeModuleId} gives no reason`
  return note || needs || group
}
