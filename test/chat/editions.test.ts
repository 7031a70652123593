import { expect, test } from 'vitest'
import { chooseEditions, editionsOf } from '../../lib/chat/editions.ts'

const book = (version: string, url: string, more = {}) => ({ site: 'book', version, url, ...more })
const editions = editionsOf([
  book('1.9', 'https://b.example/1.9'),
  book('1.10', 'https://b.example/docs'),
  book('next', 'https://b.example/docs/next'),
  { site: 'help', version: undefined, url: 'https://h.example' },
  { site: 'api', version: 'v3', url: 'https://api.example/v3' },
  { site: 'api', version: 'v2', url: 'https://api.example/v2' },
])
const chosen = (asked: Parameters<typeof chooseEditions>[1]) => {
  const left = new Set(chooseEditions(editions, asked).without.map((one) => JSON.stringify(one)))
  return editions
    .map(({ site, version }) => ({ site, version }))
    .filter((one) => !left.has(JSON.stringify(one)))
    .map(({ site, version }) => `${site} ${version}`)
}

test('the newest version is that of the greatest number, unless a source says another', () => {
  expect(editions.filter(({ isNewest }) => isNewest).map(({ version }) => version)).toEqual([
    '1.10',
    'v3',
  ])
  const told = editionsOf([book('2', '', { is_newest: true }), book('3', '')])
  expect(told.map(({ isNewest }) => isNewest)).toEqual([true, false])
})

test.each([
  ['nowhere', undefined, ['book 1.10', 'api v3']],
  ['a page of an older one', '/1.9/lamps?x=1#y', ['book 1.9', 'api v3']],
  ['a page of one below another', 'https://b.example/docs/next/lamps', ['book next', 'api v3']],
  ['a page of the newest', '/docs/lamps', ['book 1.10', 'api v3']],
  ['a page that begins alike', '/1.90/lamps', ['book 1.10', 'api v3']],
  ['a page of another site', '/v2/users', ['book 1.10', 'api v2']],
])('a reader who stands on %s is in one version of each site', (_, path, expected) => {
  expect(chosen(path === undefined ? {} : { page: { path } })).toEqual(expected)
})

test.each([
  ['How is it lit in 1.9?', 'book 1.9'],
  ['How is it lit in v1.9?', 'book 1.9'],
  ['What did version 1.9.2 change?', 'book 1.10'],
  ['Is 21.9 bar too much?', 'book 1.10'],
  ['How do I call V2?', 'api v2'],
  ['Are 2 keepers needed?', 'api v3'],
  ['What comes next?', 'book 1.10'],
])('%j is about %s', (question, expected) => {
  expect(chosen({ question })).toContain(expected)
})

test('a question that names another version than its reader stands in is told so', () => {
  const toldOf = (question: string, path?: string) =>
    chooseEditions(editions, { question, ...(path && { page: { path } }) }).toldOf
  expect(toldOf('How is it lit in 1.9?', '/docs/lamps')).toBe('1.9')
  expect(toldOf('How is it lit in 1.9?', '/1.9/lamps')).toBeUndefined()
  expect(toldOf('How is it lit?', '/1.9/lamps')).toBeUndefined()
})
