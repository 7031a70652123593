import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { Inbox } from '../../lib/conversation/escalation/inbox.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { expectAccessible, guide, openPage } from './reader.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: { ALLOWED_ORIGINS: inject('host'), INBOX_WATCHED: 'true' },
  })
})
afterAll(() => local.close())

const desk = async (method: string, path = '', body?: object) =>
  await local.request(`/v1/admin/escalations${path}`, {
    method,
    headers: adminHeaders,
    ...(body && { body: JSON.stringify(body) }),
  })

test('what a person answers at the desk comes into the conversation, and the reader writes back', async () => {
  const reader = await openPage(guide(`data-endpoint="${local.suite.url}"`))
  const talk = reader.page.locator('marginalia-chat .talk')
  await reader.open()
  await reader.hear('Can I talk to a human about the lamps?')
  await reader.button('Ask a person').click()
  await reader.button('Pass it on').click()
  await reader.page.locator('marginalia-chat .person p').waitFor()
  expect(await reader.page.getByPlaceholder('Write to the person').isVisible()).toBe(false)

  const { data } = Inbox.parse(await (await desk('GET')).json())
  const id = data[0]?.escalation_id ?? ''
  const said = 'Send a photo, <b>please</b>.\nOf both sides.'
  await desk('POST', `/${id}/messages`, { content: said, author: 'Ada' })
  await talk.getByText('Send a photo').waitFor()
  expect(await talk.locator('.theirs p').allInnerTexts()).toEqual(['Ada', said])

  const box = reader.page.getByPlaceholder('Write to the person')
  await box.fill('Here it is')
  await box.press('Enter')
  await expect.poll(() => talk.locator('.mine').allTextContents()).toEqual(['Here it is'])
  expect(await box.inputValue()).toBe('')
  expect(JSON.stringify(await (await desk('GET', `/${id}`)).json())).toContain('Here it is')
  await expectAccessible(reader)

  await reader.page.reload()
  await reader.open()
  await talk.getByText('Send a photo').waitFor()
  expect((await desk('POST', `/${id}/close`, {})).status).toBe(200)
  await expect.poll(() => box.isVisible()).toBe(false)
  expect(await talk.locator('.mine').allTextContents()).toEqual(['Here it is'])
  await reader.close()
})

test('an owner takes a hand-off at the desk and answers it there, and its reader sees the answer', async () => {
  const reader = await openPage(guide(`data-endpoint="${local.suite.url}"`))
  await reader.open()
  await reader.hear('Can I talk to a human about the bell?')
  await reader.button('Ask a person').click()
  await reader.button('Pass it on').click()
  await reader.page.locator('marginalia-chat .person p').waitFor()

  const owner = await openPage(`${local.suite.url}/admin#/inbox`)
  const status = owner.page.getByRole('status').first()
  await owner.page.getByLabel('Admin token').fill(developmentSecrets.ADMIN_TOKEN)
  await owner.page.keyboard.press('Enter')
  await owner.page.getByRole('table').getByRole('link').last().click()
  await owner.page.getByText('Can I talk to a human about the bell?').first().waitFor()
  await owner.button('Take it').click()
  await expect.poll(() => status.textContent()).toBe('It is yours.')
  await owner.button('Give it back').waitFor()
  await owner.page.getByLabel('Your answer').fill('The bell is rung at noon.')
  await owner.page.getByLabel('Your name').fill('Ada')
  await owner.button('Answer').click()
  await expect.poll(() => status.textContent()).toBe('The reader has your answer.')
  const talk = reader.page.locator('marginalia-chat .talk')
  await talk.getByText('The bell is rung at noon.').waitFor()
  await owner.button('Close it').click()
  await expect.poll(() => status.textContent()).toBe('Closed, and its session resolved.')
  await expect.poll(() => owner.button('Answer').count()).toBe(0)
  expect(owner.console).toEqual([])
  await owner.close()
  await reader.close()
})
