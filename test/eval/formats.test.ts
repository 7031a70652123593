import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evaluate } from '../../eval/evaluate.ts'
import { formatOf } from '../../eval/formats/formats.ts'

function aFile(...rows: (object | string)[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'marginalia-eval-')), 'questions.jsonl')
  const lines = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)))
  writeFileSync(file, lines.join('\n'))
  return file
}
const read = (...rows: (object | string)[]) => {
  const file = aFile(...rows)
  return formatOf(file).questions(file)
}

const squadRow = { id: 'a', question: 'Who?', answerable: true, article: 'Oil', paragraph_index: 2 }

test("an owner's own questions name the sections that answer them", () => {
  const relevant = [{ source: 'docs/a.md', section: 'B' }]
  const [found, none] = read(
    { question: 'What is B?', relevant },
    { question: 'What is C?', relevant: [] },
  )
  expect(found).toMatchObject({ isAnswerable: true, wanted: [relevant] })
  expect(none).toMatchObject({ isAnswerable: false, wanted: [] })
})

test('a paragraph of SQuAD is found as a ready passage or as a section of its page', () => {
  expect(read(squadRow)[0]?.wanted).toEqual([
    [{ source: 'Oil#2' }, { source: 'docs/Oil.md', section: 'Oil, section 3' }],
  ])
})

test('each turn of MTRAG is asked alone, rewritten, and in its conversation', () => {
  const history = [
    { speaker: 'user', text: 'Which databases?' },
    { speaker: 'agent', text: 'Two.' },
  ]
  const row = {
    id: 'm',
    last_turn: 'Which is free?',
    rewrite: 'Which database is free?',
    user_questions: [],
    history,
    relevant: { p: 1 },
  }
  const questions = read(row)
  expect(questions.map(({ group, text }) => [group, text])).toEqual([
    ['last turn', 'Which is free?'],
    ['rewrite', 'Which database is free?'],
    ['conversation', 'Which is free?'],
    ['conversation with rewrite', 'Which is free?'],
  ])
  expect(questions[2]?.turns).toEqual([{ question: 'Which databases?', answer: 'Two.' }])
})

test.each([
  ['a missing field', [squadRow, { ...squadRow, answerable: undefined }], /:2: answerable: /],
  ['a line that is not JSON', [squadRow, '{'], /:2: is not JSON/],
  ['no known format', [{ question: 'What?' }], /:1: relevant: is missing/],
  ['an empty file', [], /is empty/],
])('%s is told by its line and field', (_, rows, message) => {
  expect(() => read(...rows)).toThrow(message)
})

test('a corpus without passages is named by its file, or by its folder', async () => {
  const questions = aFile(squadRow)
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-eval-'))
  const run = { questions, limit: 1, dataDir: folder }
  await expect(evaluate({ ...run, passages: aFile() })).rejects.toThrow(
    /jsonl:1: text: the corpus has no passages/,
  )
  await expect(evaluate({ ...run, docs: folder })).rejects.toThrow(/--docs: .* has no passages/)
})
