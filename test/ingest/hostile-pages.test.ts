import { expect, test } from 'vitest'
import { splitMarkdown } from '../../lib/ingest/split/split-markdown.ts'

const count = 10_000
/** What this thread computes from here on: the test files beside it, threads of the same process, add nothing. */
function cpuStopwatch(): () => number {
  const from = process.threadCpuUsage()
  return () => {
    const { user, system } = process.threadCpuUsage(from)
    return (user + system) / 1000
  }
}

const levels = (depth: number) =>
  Array.from({ length: depth }, (_, level) => `${'  '.repeat(level)}- a`).join('\n')

test.each([
  ['quotes', '>'],
  ['spaced quotes', '> '],
  ['bullets', '* '],
  ['numbers', '1. '],
  ['stars', '*'],
  ['emphasis', '*a**b'],
  ['brackets', '['],
  ['images', '![a]('],
  ['links', '[a]('],
  ['references', '[a][b'],
  ['code spans', '`a``b'],
  ['tags', '<a '],
  ['quoted attributes', '<a b="'],
  ['braced attributes', '<A b={\n'],
  ['comments', '<!--'],
  ['comments on lines', 'a <!--\n'],
  ['MDX comments', '{/*\n'],
  ['imports', 'import {\n'],
  ['exports', 'export const a = {\n\n'],
  ['preformatted', '<pre>\n'],
  ['fences', '```\n'],
  ['containers', ':::note\n'],
  ['tables', '|a|b|\n|-|-|\n'],
  ['table rows', '|'],
  ['definitions', '[a]: b\n'],
  ['lines', 'a\n\n'],
  ['combining marks', '\u0301'],
  ['headings', '#### a\n\n'],
])('10,000 %s are split within seconds of computing', (_, part) => {
  const spentMs = cpuStopwatch()
  const passages = splitMarkdown(part.repeat(count))
  expect(spentMs()).toBeLessThan(5_000)
  for (const { text } of passages) expect(text.length).toBeLessThanOrEqual(2_000)
})

test.each([
  ['a list 1,000 levels deep', levels(1_000)],
  ['a hundred lists 40 levels deep', Array(100).fill(levels(40)).join('\n\nx\n\n')],
  ['many runs of backticks', Array.from({ length: 400 }, (_, i) => '`'.repeat(i)).join('a')],
  ['a megabyte without a space', 'x'.repeat(1_000_000)],
])('%s is split within seconds of computing', (_, page) => {
  const spentMs = cpuStopwatch()
  expect(splitMarkdown(page).length).toBeGreaterThan(0)
  expect(spentMs()).toBeLessThan(5_000)
})

test('a megabyte of prose, code and tables is split within seconds of computing', () => {
  const part = `## A heading\n\n${'Some words of a sentence that goes on for a while, with `code`. '.repeat(25)}\n\n`
  const code = `\`\`\`ts\n${'const found = await retrieve(question, { limit: 8 })\n'.repeat(15)}\`\`\`\n\n| a | b |\n|---|---|\n${'| c | d |\n'.repeat(10)}\n`
  const page = (part + code).repeat(Math.ceil(1_000_000 / (part + code).length))
  splitMarkdown(page.slice(0, 20_000))
  const spentMs = cpuStopwatch()
  expect(splitMarkdown(page).length).toBeGreaterThan(500)
  expect(spentMs()).toBeLessThan(5_000)
})
