import { expect, test } from 'vitest'
import { keepTurns, keptTurns } from '../../widget/src/history.ts'
import { chooseLocale } from '../../widget/src/locale.ts'
import { createShelf } from '../../widget/src/storage.ts'
import { readStreamEvent } from '../../widget/src/stream-event.ts'
import { citedSources, newTurn, readTurn, type Turn } from '../../widget/src/turn.ts'

/** The page's storage as a browser keeps it: strings by name. */
function storage(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  }
}

const source = (n: number) => ({
  n,
  passage_id: '1',
  text: 'A ring is a prism.',
  source: 'a.md',
  url: '',
  part: '',
  part_number: 0,
  chapter: 'Rings',
  section: '',
  score: 1,
  is_primary: false,
})

test.each([
  [['de-AT'], 'de', 'ltr'],
  [['zh-Hant'], 'zh', 'ltr'],
  [['ar_EG'], 'ar', 'rtl'],
  [[null, '', 'tlh', 'es-MX'], 'es', 'ltr'],
  [['constructor', 'toString'], 'en', 'ltr'],
  [[], 'en', 'ltr'],
])('%j is spoken as %s', (wishes, lang, dir) => {
  expect(chooseLocale(wishes)).toMatchObject({ lang, dir })
})

test('a conversation is kept with its cited sources alone, and its end when it is long', () => {
  const kept = storage()
  const shelf = createShelf(() => kept, 'turns')
  const turn: Turn = {
    ...newTurn({ question: 'What?' }),
    status: 'complete',
    answer: 'A prism [2].',
    sources: [source(1), source(2)],
  }
  keepTurns(
    shelf,
    Array.from({ length: 40 }, (_, n) => ({ ...turn, question: `Question ${n}` })),
  )
  const turns = keptTurns(shelf)
  expect(turns.length).toBe(30)
  expect(turns.at(-1)).toMatchObject({ question: 'Question 39', answer: 'A prism [2].' })
  expect(turns.at(-1)?.sources.map(({ n }) => n)).toEqual([2])
})

test('where storage is denied or holds what is not ours, nothing is kept and nothing fails', () => {
  const denied = createShelf(() => {
    throw new DOMException('denied', 'SecurityError')
  }, 'turns')
  denied.write([1])
  expect(keptTurns(denied)).toEqual([])
  const strange = storage()
  const shelf = createShelf(() => strange, 'turns')
  for (const value of ['{', '{"a":1}', '[1,null,{"question":5}]']) {
    strange.setItem('turns', value)
    expect(keptTurns(shelf)).toEqual([])
  }
})

test('an answer that was on its way when the page went is heard again, one that was not begun is not', () => {
  const asked = newTurn({ question: 'What?' })
  expect(readTurn({ ...asked, queryId: 'x' })?.status).toBe('answering')
  expect(readTurn(asked)?.status).toBe('broken')
  expect(readTurn({ ...asked, status: 'unreachable' })?.status).toBe('broken')
})

test('sources are cited by marks in the text and by the verdicts, each once, as first cited', () => {
  const turn = newTurn({ question: 'What?' })
  turn.sources = [source(3), source(1), source(2)]
  turn.answer = 'A [3], b [3] and c [9].'
  turn.citations = [{ n: 1, quote: '', status: 'weak' }]
  expect(citedSources(turn).map(({ n }) => n)).toEqual([3, 1])
})

test.each([
  ['sources', '{"query_id":5}'],
  ['sources', '[]'],
  ['else', '{}'],
  ['delta', 'null'],
])('%s %s is no event', (name, json) => {
  expect(readStreamEvent(name, json)).toBeUndefined()
})
