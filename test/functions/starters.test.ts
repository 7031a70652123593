import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { Starters } from '../../lib/search/starters.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())

async function startersOn(page: string): Promise<string[]> {
  const query = new URLSearchParams({ page })
  const reply = await fetch(`${local.suite.url}/v1/starters?${query}`)
  expect(reply.status).toBe(200)
  return Starters.parse(await reply.json()).questions
}

async function answerTo(question: string) {
  const reply = await local.ask({ question }, undefined, 'application/json')
  return AnswerDocument.parse(await reply.json())
}

test('the headings of a page are its starters, and the index answers each', async () => {
  const starters = await startersOn('docs/Part-1-lamps/01-the-fresnel-lens.md')
  expect(starters.length).toBeGreaterThan(0)
  expect(starters.length).toBeLessThanOrEqual(3)
  for (const starter of starters) {
    expect([starter, (await answerTo(starter)).answered]).toEqual([starter, true])
  }
})

test.each(['docs/nowhere.md', '/'])('a page that is not in the book has none: %s', async (page) => {
  expect(await startersOn(page)).toEqual([])
})

test('what an answer suggests, the index answers too', async () => {
  const { suggestions = [] } = await answerTo('How often does the keeper ring the bell in fog?')
  for (const question of suggestions) {
    expect([question, (await answerTo(question)).answered]).toEqual([question, true])
  }
})
