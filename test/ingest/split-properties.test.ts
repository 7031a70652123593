import fc from 'fast-check'
import { expect, test } from 'vitest'
import { passageId } from '../../lib/index/passage-id.ts'
import { type Passage, splitMarkdown } from '../../lib/ingest/split/split-markdown.ts'
import { patient } from '../support/machine-pace.ts'
import { marked, numbered, page, section } from './generated-page.ts'

const runs = { numRuns: 100 }
const slow = { timeout: patient(180_000) }
const linesOf = (text: string) => text.split('\n').map((line) => line.trim().replace(/\s+/g, ' '))
const textOf = (passages: readonly Passage[]) => passages.map(({ text }) => text).join('\n\n')

test('passages hold every word of the page once and in order', slow, () => {
  fc.assert(
    fc.property(page, (markdown) => {
      expect(marked('t', textOf(splitMarkdown(markdown)))).toEqual(marked('t', markdown))
    }),
    runs,
  )
})

test('passages hold nothing that is not text, and every table header', slow, () => {
  fc.assert(
    fc.property(page, (markdown) => {
      const text = textOf(splitMarkdown(markdown))
      expect(marked('x', text)).toEqual([])
      expect(new Set(marked('r', text))).toEqual(new Set(marked('r', markdown)))
    }),
    runs,
  )
})

test('lines stay whole unless they, or their paragraph, are too long for a passage', slow, () => {
  fc.assert(
    fc.property(page, (markdown) => {
      const kept = new Set(linesOf(textOf(splitMarkdown(markdown))))
      const expected = markdown
        .split(/\n{2,}/)
        .filter((chunk) => chunk.length <= 2_000 || /^(?:```|~~~|\||- )/.test(chunk))
        .flatMap(linesOf)
        .filter((line) => line.length <= 1_000 && /t\d+e/.test(line) && !line.startsWith(':::'))
      expect(expected.filter((line) => !kept.has(line))).toEqual([])
    }),
    runs,
  )
})

test('no passage is blank or longer than 2,000 characters', slow, () => {
  fc.assert(
    fc.property(page, (markdown) => {
      for (const { text } of splitMarkdown(markdown)) {
        expect(text.trim()).not.toBe('')
        expect(text.length).toBeLessThanOrEqual(2_000)
        expect(text.isWellFormed()).toBe(true)
      }
    }),
    runs,
  )
})

test('every passage opens and closes its own fences', slow, () => {
  fc.assert(
    fc.property(page, (markdown) => {
      for (const { text } of splitMarkdown(markdown).slice(0, -1)) {
        for (const marker of ['```', '~~~']) {
          const fences = text.split('\n').filter((line) => line.trim().startsWith(marker))
          expect(fences.length % 2).toBe(0)
        }
      }
    }),
    runs,
  )
})

test('ids of a page differ', slow, async () => {
  await fc.assert(
    fc.asyncProperty(page, async (markdown) => {
      const passages = splitMarkdown(markdown)
      const ids = await Promise.all(
        passages.map(({ section, chunkIndex }) => passageId('docs/a.md', section, chunkIndex)),
      )
      expect(new Set(ids).size).toBe(passages.length)
    }),
    { numRuns: 50 },
  )
})

test('line ends and a byte order mark change nothing', slow, () => {
  fc.assert(
    fc.property(page, (markdown) => {
      const windows = `\uFEFF${markdown.replaceAll('\n', '\r\n')}`
      expect(splitMarkdown(windows)).toEqual(splitMarkdown(markdown))
    }),
    runs,
  )
})

test('a changed section leaves the passages of the others as they are', slow, () => {
  const sections = fc.array(section, { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(sections, section, section, sections, (before, old, changed, after) => {
      const first = numbered(before.join('\n\n'))
      const last = numbered(`## after\n\n${after.join('\n\n')}`, 10_000)
      const around = (middle: string) =>
        splitMarkdown([first, numbered(middle, 50_000), last].join('\n\n'))
          // What is changed is known by its numbers, or by its heading where a passage has none.
          .filter(
            ({ text, section }) => !/[tr]5\d{4}e/.test(text) && !/h5\d{4}e|middle/.test(section),
          )
          .map(({ text, section }) => ({ text, section }))
      expect(around(`## middle\n\n${changed}`)).toEqual(around(`## middle\n\n${old}`))
    }),
    { numRuns: 60 },
  )
})
