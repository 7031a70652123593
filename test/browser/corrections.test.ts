import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  untilQuiet,
} from '../support/local-suite.ts'
import { expectAccessible, guide, openPage, type Reader } from './reader.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({ settings: { ALLOWED_ORIGINS: inject('host') } })
})
afterAll(() => local.close())

const label = 'A person corrected this answer'
const openGuide = () => openPage(guide(`data-endpoint="${local.suite.url}"`))
const turnsOf = ({ page }: Reader) => page.locator('marginalia-chat .turn')
const correctionsIn = (reader: Reader) => turnsOf(reader).locator('.corrected p').allInnerTexts()

/** Corrects, at the desk, the answer that a reader was given as their `at`th. */
async function correct(reader: Reader, at: number, answer: string) {
  await untilQuiet(local)
  const id = await turnsOf(reader).nth(at).getAttribute('data-query')
  const reply = await local.request('/v1/admin/corrections', {
    method: 'POST',
    headers: adminHeaders,
    body: JSON.stringify({ query_id: id, answer }),
  })
  expect(await reply.json()).toMatchObject({ was_sent: true })
}

test('a correction stands below its answer when the conversation is opened again, in another tab too', async () => {
  const reader = await openGuide()
  await reader.open()
  await reader.hear('What is the glass cleaned with?')
  await reader.hear('When is the bell rung?')
  const right = 'With <b>spirit</b>.\nNever with sand.'
  await correct(reader, 0, right)
  await reader.page.reload()
  await reader.open()
  const first = turnsOf(reader).first().locator('.corrected')
  await first.waitFor()
  expect(await correctionsIn(reader)).toEqual([label, right])
  expect(await first.locator('p').allInnerTexts()).toEqual([label, right])
  await expectAccessible(reader)

  // The latest counts; whoever opens the panel again sees it.
  await reader.page.keyboard.press('Escape')
  await correct(reader, 0, 'With vinegar.')
  await reader.open()
  await expect.poll(() => correctionsIn(reader)).toEqual([label, 'With vinegar.'])

  // Another tab holds the session alone, and is told the rest by the suite.
  await reader.page.evaluate('sessionStorage.clear()')
  await reader.page.reload()
  await reader.open()
  await expect.poll(() => correctionsIn(reader)).toEqual([label, 'With vinegar.'])
  expect(await turnsOf(reader).count()).toBe(2)
  expect(await reader.page.locator('marginalia-chat .person').count()).toBe(0)
  expect(reader.console).toEqual([])
  await reader.close()
})

test('a reader who stays in the conversation is shown a correction a minute after the answer', async () => {
  const reader = await openGuide()
  await reader.page.clock.install()
  await reader.open()
  await reader.hear('What is the glass cleaned with?')
  await correct(reader, 0, 'With spirit.')
  expect(await correctionsIn(reader)).toEqual([])
  await reader.page.clock.fastForward(60_000)
  await expect.poll(() => correctionsIn(reader)).toEqual([label, 'With spirit.'])
  await reader.close()
})
