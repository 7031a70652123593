import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Each takes a minute or more: begun last, it would run alone while the other threads have nothing to do. */
const longest = [
  'functions/plan-free',
  'functions/a-month-of-gaps',
  'functions/idle',
  'functions/website',
  'eval/facts',
  'commands/interrupted-start',
  'ingest/split-properties',
  'reconciliation/crash',
  'conversation/at-once',
  'schema/migrations',
  'browser/desk-walk',
  'browser/site-docusaurus',
  'browser/site-starlight',
  'browser/site-vitepress',
]

const isLong = ({ moduleId }: TestSpecification) =>
  longest.some((name) => moduleId.endsWith(`/${name}.test.ts`))

/** Those that take longest, then Vitest's own order: by size, where no earlier run has left times. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
