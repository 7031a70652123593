import { expect, test } from 'vitest'
import { judge } from '../../lib/citations/carries.ts'
import { unitsOf } from '../../lib/citations/units.ts'

const isCarried = (claim: string, passage: string, above = '') =>
  judge(claim, unitsOf(passage, above)).isCarried

const timeouts = 'TIMEOUT_NEON_MS is 4000 and TIMEOUT_REDIS_MS is 1000. Both are in milliseconds.'
const war = 'The Normans defeated the Saxons at Hastings in 1066. The Danes had come in 865.'
const memory =
  'The cache holds 30 MB after start-up. Its size increases with each page that is read.'
const erase = 'You cannot restore a deleted page. Deleted sessions are kept for 30 days.'
const table =
  '| Setting | Default | Unit |\n|---|---|---|\n| limit | 20 | pages |\n| rate | 5 | calls |'
const list = 'A gateway needs these to start:\n\n- a certificate of the domain\n- an open port'
const code = 'Run this:\n\n```sh\nnpm run deploy --env chat\nnpm run check\n```'
const german = 'Der Schlüssel ist 90 Tage gültig. Das Limit steigt auf 500 Anfragen pro Minute.'
const chinese = '缓存保存三十天。系统不允许匿名用户删除页面。最大值为500个请求。'

test.each([
  ['TIMEOUT_NEON_MS is 4000.', timeouts, true],
  ['TIMEOUT_NEON_MS is 1000.', timeouts, false],
  ['The timeout of Neon, TIMEOUT_NEON_MS, is 4000 milliseconds.', timeouts, true],
  ['The Normans defeated the Saxons at Hastings.', war, true],
  ['The Saxons defeated the Normans at Hastings.', war, false],
  ['The Saxons were defeated at Hastings by the Normans.', war, true],
  ['The Danes defeated the Saxons at Hastings in 1066.', war, false],
  ['The Normans defeated the Saxons at Hastings in 865.', war, false],
  ['The size of the cache increases with each page that is read.', memory, true],
  ['The size of the cache decreases with each page that is read.', memory, false],
  ['The cache holds 30 MB before start-up.', memory, false],
  ['The cache holds 30 GB after start-up.', memory, false],
  ['A deleted page cannot be restored.', erase, true],
  ['A deleted page can be restored.', erase, false],
  ['Deleted sessions are not kept for 30 days.', erase, false],
  ['The default of limit is 20 pages.', table, true],
  ['The default of limit is 5 pages.', table, false],
  ['A gateway needs an open port to start.', list, true],
  ['Deploy with `npm run deploy --env chat`.', code, true],
  ['Deploy with `npm run deploy --env ingest`.', code, false],
  ['Das Limit steigt auf 500 Anfragen pro Minute.', german, true],
  ['Das Limit sinkt auf 500 Anfragen pro Minute.', german, false],
  ['Der Schlüssel ist 90 Wochen gültig.', german, false],
  ['Der Schlüssel ist 90 Tage nicht gültig.', german, false],
  ['系统不允许匿名用户删除页面。', chinese, true],
  ['系统允许匿名用户删除页面。', chinese, false],
  ['最小值为500个请求。', chinese, false],
  // A word that nothing tells to say the same as the one in its place.
  ['The Normans annihilated the Saxons at Hastings.', war, false],
  ['The Normans beat the Saxons at Hastings.', war, true],
  ['Its size increases with each page that is burnt.', memory, false],
  ['The cache retains 30 MB after start-up.', memory, true],
  ['Das Limit wächst auf 500 Anfragen pro Minute.', german, true],
])('"%s" of "%s": %s', (claim, passage, expected) => {
  expect(isCarried(claim, passage)).toBe(expected)
})

test('what a sentence points back to may be named, and what another is about may not', () => {
  const passage =
    'Ada wrote the compiler. It takes 30 seconds to build. The editor was a later work.'
  expect(isCarried('The compiler takes 30 seconds to build.', passage)).toBe(true)
  expect(isCarried('The editor takes 30 seconds to build.', passage)).toBe(false)
})

test('a name may stand in the heading', () => {
  expect(isCarried('Qdrant listens on port 6333.', 'It listens on port 6333.', 'Qdrant')).toBe(true)
})

test('a claim and a passage of any length are judged, by as much of them as is read', () => {
  const passage = unitsOf('A_B `c d` Xy 12 not '.repeat(5000), '')
  expect(passage.units.length).toBeLessThanOrEqual(400)
  for (const { terms } of passage.units) expect(terms.all.length).toBeLessThanOrEqual(400)
  expect(judge('Xy 12 A_B not `c d` increases '.repeat(2000), passage).isCarried).toBe(false)
})
