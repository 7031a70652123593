import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cloud, startCloud } from '../../dev/cloud/cloud.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { everybody } from '../../lib/chat/filter.ts'
import { createNeon, type Neon } from '../../lib/clients/neon.ts'
import { putPassages } from '../../lib/ingest/write/stored-passages.ts'
import { lexical } from '../../lib/retrieval/lexical.ts'

const filler = 'The keeper writes down the wind, the tide and every ship that passes the island.'
const texts: Record<string, string> = {
  fog: 'In fog the lamp is lit by day.',
  kerosene: 'Kerosene feeds the lamp.',
  near: 'The spare wick is kept dry in a tin box by the stairs.',
  far: 'A tin roof covers the stairs, and next to the boat that is painted once a year stands a box.',
  short: 'The bell rings twice.',
  long: `The bell rings twice. ${Array.from({ length: 12 }, () => filler).join(' ')}`,
  often: 'Paint the rail. Paint the door. Paint the gallery. Paint lasts two winters.',
  once: 'Paint the boat and haul it up before the winter, for ice breaks every plank and oar.',
  german: 'Die Glocke läutet bei Nebel zweimal, und die Lampe brennt.',
}
const names = Object.keys(texts)

let cloud: Cloud
let neon: Neon
beforeAll(async () => {
  cloud = await startCloud({ docs: '.', only: ['neon'] })
  const { DATABASE_URL: url = '', NEON_HTTP_URL: httpUrl } = cloud.settings
  await applySchema({ databaseUrl: url, httpUrl, exactSearch: true })
  neon = createNeon({ url, httpUrl, timeoutMs: 30_000 })
  const records = names.map((name, index) => toRecord(name, BigInt(index + 1)))
  await neon.transaction([putPassages(records, 'none')])
})
afterAll(() => cloud.close())

function toRecord(name: string, id: bigint) {
  const text = texts[name] ?? ''
  const language = name === 'german' ? 'de' : 'en'
  const place = { source: `docs/${name}.md`, part: '', part_number: 0, chapter: '', section: '' }
  const rest = { chunk_index: 0, url: '', tags: [], language, content_hash: name }
  return {
    id,
    payload: { text, ...place, ...rest },
    searchConfig: language === 'de' ? 'german' : 'english',
    searchText: text,
    vector: Array.from({ length: 1024 }, (_, n) => (n === 0 ? 1 : 0)),
  }
}

async function search(question: string, filter = everybody) {
  const rows = await neon.run(lexical(question, filter, 30))
  return rows.map(({ content_hash, coverage }) => ({ name: content_hash, coverage }))
}
const order = async (question: string) => (await search(question)).map(({ name }) => name)

test.each([
  ['a rare word outweighs a common one', 'Does kerosene smell in the fog by a lamp?', 'fog'],
  ['words that stand together outweigh scattered ones', 'Where is the tin box?', 'near'],
  ['a short passage outweighs a long one with the same words', 'When does the bell ring?', 'short'],
  ['a word said often outweighs one said once', 'How long does paint last?', 'often'],
  ['each language is searched in its own words', 'Wann läuten die Glocken?', 'german'],
])('%s', async (_fact, question, best) => {
  expect((await order(question))[0]).toBe(best)
})

test('coverage is the share of the words, by their rarity, that a passage holds', async () => {
  const found = await search('the bell rings twice')
  expect(found.find(({ name }) => name === 'short')?.coverage).toBeCloseTo(1)
  expect(await search('zeppelin bell')).toSatisfy((hits: { coverage: number }[]) =>
    hits.every(({ coverage }) => coverage < 0.6),
  )
})

test('coverage looks at the question alone, whatever is searched with it', async () => {
  const rows = await neon.run(
    lexical('zeppelin balloon kite\nthe bell rings', everybody, 30, 'bell rings'),
  )
  const short = rows.find(({ content_hash }) => content_hash === 'short')
  expect(short?.coverage).toBeCloseTo(1)
  expect(short?.searched_coverage).toBeLessThan(0.6)
})

test('words that mean something to full text are words like any other', async () => {
  expect(await order(`bell & ! | ( ' \\ :* <-> rings`)).toEqual(['short', 'long'])
  expect(await order('& | !')).toEqual([])
})

test('a filter leaves the others out', async () => {
  expect(await search('bell', { ...everybody, source: 'docs/long.md' })).toMatchObject([
    { name: 'long' },
  ])
})

test.each([
  ['swapped letters', 'kreosene', 'kerosene'],
  ['another vowel', 'kerosine', 'kerosene'],
  ['a letter missing', 'kersene', 'kerosene'],
  ['a letter too many', 'kerossene', 'kerosene'],
  ['two mistakes', 'kerossine', 'kerosene'],
  ['a doubled letter', 'woodd', undefined],
  ['a word of four letters', 'lapm', 'kerosene'],
  ['a mistake in an ending', 'paintting', 'often'],
])('a word is found by another spelling: %s', async (_kind, word, best) => {
  const [found] = await search(`${word}?`)
  expect(found?.name).toBe(best)
  if (best) expect(found?.coverage).toBeGreaterThan(0.9)
})

test('a misspelt word stands beside the others as the one that is meant', async () => {
  expect(await order('Where is the tin bxo?')).toEqual(await order('Where is the tin box?'))
  expect(await order('Wann läutet die Glokce?')).toEqual(await order('Wann läutet die Glocke?'))
})

test.each([
  'AMCL',
  'rcl_py',
  '0x7f',
  'Zanzibar',
  'Bo',
  '数据库表',
  'x'.repeat(30),
  "'' | & !",
  'kero5ene',
])('%s is no misspelt word of the book', async (word) => {
  expect(await search(word)).toEqual([])
})
