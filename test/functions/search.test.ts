import { afterAll, beforeAll, expect, test } from 'vitest'
import { SearchReply } from '../../lib/search/hits.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      CONTENT_SITE_URL: 'https://book.example/docs',
      ALLOWED_ORIGINS: 'https://book.example',
      SEARCH_CLICKS: 'true',
    },
  })
})
afterAll(() => local.close())

async function search(q: string, more = '&mode=words') {
  const response = await local.request(`/v1/search?q=${encodeURIComponent(q)}${more}`)
  expect(response.status, await response.clone().text()).toBe(200)
  return SearchReply.parse(await response.json())
}

/** The words that a section's snippet marks. */
const markedIn = ({ data }: SearchReply) =>
  data.flatMap(({ sections }) =>
    sections.flatMap(({ snippet, marks }) => marks.map(([from, to]) => snippet.slice(from, to))),
  )

const best = ({ data }: SearchReply) => `${data[0]?.title} › ${data[0]?.sections[0]?.section}`

test.each([
  ['its words', 'trim the wick', 'Lamp oil › Filling the reservoir'],
  ['other forms of its words', 'cleaned prism', 'The Fresnel lens › Cleaning the glass'],
  ['the beginning of its last word', 'reservo', 'Lamp oil › Filling the reservoir'],
  ['one letter', 'k', 'Lamp oil › '],
  ['a letter that is missing', 'kerosne', 'Lamp oil › '],
  ['two letters that changed places', 'resevroir litres', 'Lamp oil › Filling the reservoir'],
  ['a letter too many', 'reservvoir litres', 'Lamp oil › Filling the reservoir'],
  ['two letters that are wrong', 'kerasane', 'Lamp oil › '],
])('a section is found by %s', async (_how, q, wanted) => {
  expect(best(await search(q))).toBe(wanted)
})

test('a hit marks the words looked for, at their bounds, and its url leads to them', async () => {
  const found = await search('trimmed wicks')
  expect(markedIn(found)).toEqual(['trim', 'wick'])
  const [hit] = found.data[0]?.sections ?? []
  expect(hit?.url).toMatch(/#filling-the-reservoir:~:text=trim%20the%20wick/)
  expect(hit?.snippet).not.toMatch(/[|#*`]/)
})

test('what is mistyped by three letters, or is not in the book, is not found', async () => {
  expect((await search('karasine')).data.length).toBeLessThan(2)
  expect((await search('zeppelin balloon')).data).toEqual([])
})

test.each([
  ['part_number=2', ['Part-2-keepers']],
  ['source=docs/Part-1-lamps/02-lamp-oil.md', ['Part-1-lamps']],
  ['category=hardware', ['Part-1-lamps']],
  ['tags=optics,none', ['Part-1-lamps']],
])('the filter %s holds for words and for meaning', async (filter, parts) => {
  for (const mode of ['words', 'hybrid']) {
    const { data } = await search('the lamp and the glass', `&mode=${mode}&${filter}`)
    expect([...new Set(data.map(({ source }) => source.split('/')[1]))]).toEqual(parts)
  }
})

test.each([
  ['', 422],
  ['q=', 422],
  ['q=a&limit=0', 422],
  ['q=a&limit=21', 422],
  ['q=a&mode=fuzzy', 422],
  ['q=a&page=2', 422],
  ['q=a&part_number=-1', 422],
  [`q=${'a'.repeat(201)}`, 422],
  ['q=%00', 422],
  ['q=...', 200],
  ["q=';drop table documents--", 200],
  ['q=%27%5C%27%3A*%20%26%20!%7C()', 200],
  ['q=a%5Cb%20%27%27', 200],
])('a search for ?%s is answered with %i', async (query, status) => {
  const response = await local.request(`/v1/search?${query}`)
  expect([response.status, await response.text()]).toEqual([status, expect.any(String)])
})

test('a page of another origin is refused, and one that is allowed is let in', async () => {
  const from = (origin: string) =>
    local.request('/v1/search?q=lamp&mode=words', { headers: { origin } })
  expect((await from('https://evil.example')).status).toBe(403)
  const allowed = await from('https://book.example')
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://book.example')
})

test('meaning that is late is done without, and the reply says so', async () => {
  const before = await search('how are lenses kept clean', '&mode=hybrid')
  expect(before).toMatchObject({ mode: 'hybrid', degraded: [] })
  local.cloud.faults.openrouter.set({ kind: 'slow', delayMs: patient(5000), match: 'embeddings' })
  try {
    const late = await search('how are prisms kept clean', '&mode=hybrid')
    expect(late).toMatchObject({ mode: 'words', degraded: ['embedding'] })
    expect(best(late)).toBe('The Fresnel lens › Cleaning the glass')
  } finally {
    local.cloud.faults.openrouter.clear()
  }
})

test('with Neon away meaning alone is searched, and words alone are 503', async () => {
  local.cloud.faults.neon.set({ kind: 'down' })
  try {
    const found = await search('how are lenses kept clean', '&mode=hybrid')
    expect(found).toMatchObject({ mode: 'hybrid', degraded: ['neon'] })
    expect(found.data.length).toBeGreaterThan(0)
    const response = await local.request('/v1/search?q=lamp&mode=words')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
  } finally {
    local.cloud.faults.neon.clear()
  }
})

test('a search is logged once, when its reader has stopped typing, and one without a hit is a gap', async () => {
  for (const q of ['zeppel', 'zeppelin', 'zeppelin moorin', 'zeppelin mooring']) await search(q)
  const rows = await until(
    () => local.sql`select words, hits, mode from searches where words like 'zeppel%mooring'`,
    (found) => found.length > 0,
  )
  expect(rows).toEqual([{ words: 'zeppelin mooring', hits: 0, mode: 'words' }])
  expect(await local.sql`select words from searches where words = 'zeppelin'`).toEqual([])
  const overview = await local.request('/v1/admin/unanswered?days=7', { headers: adminHeaders })
  expect(await overview.text()).toContain('zeppelin mooring')
})

test('a click is noted with its search', async () => {
  const found = await search('fresnel', '&mode=words')
  const passage_id = found.data[0]?.sections[0]?.passage_id
  const response = await local.request(`/v1/search/${found.search_id}/click`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ passage_id }),
  })
  expect(response.status).toBe(204)
  const clicked = () =>
    local.sql`select clicked_passage::text as id from searches where search_id = ${found.search_id}`
  await until(clicked, ([row]) => row?.id === passage_id)
})

test('words cost one request to Neon and no other', async () => {
  await untilQuiet(local)
  const before = Object.fromEntries(
    Object.entries(local.cloud.requests).map(([name, { entries }]) => [name, entries.length]),
  )
  await search('fresnel lens')
  const after = Object.entries(local.cloud.requests).flatMap(([name, { entries }]) =>
    entries.slice(before[name]).map(() => name),
  )
  expect(after).toEqual(['neon'])
  await untilQuiet(local)
})
