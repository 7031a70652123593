import { afterEach, expect, inject, test } from 'vitest'
import { expectAccessible, guide, openPage, type Reader } from './reader.ts'

const lens = 'What is a Fresnel lens?'
const open: Reader[] = []
afterEach(async () => {
  for (const reader of open.splice(0)) await reader.close()
})

async function reads(page: Parameters<typeof openPage>[0]): Promise<Reader> {
  const reader = await openPage(page)
  open.push(reader)
  return reader
}

/** A reader who has heard an answer, and may write to the clipboard or not. */
async function whoHasAsked({ mayCopy = true } = {}): Promise<Reader> {
  const reader = await reads(guide(`data-endpoint="${inject('suite')}"`))
  if (mayCopy) {
    await reader.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  } else {
    await reader.page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: null }))
  }
  await reader.open()
  await reader.hear(lens)
  return reader
}

async function sharedLink(reader: Reader): Promise<string> {
  await reader.button('Share this answer').click()
  await reader.panel.getByText('Link copied. Whoever has it can read this answer until').waitFor()
  return await reader.page.evaluate(() => navigator.clipboard.readText())
}

test('an answer is shared by a link, which shows it with its sources to somebody else', async () => {
  const reader = await whoHasAsked()
  const link = await sharedLink(reader)
  await expectAccessible(reader)
  const other = await reads(link)
  await other.panel.getByText('and shared with you').waitFor()
  expect(await other.questions.first().textContent()).toBe(lens)
  expect(await other.answers.first().innerText()).toBe(await reader.answers.first().innerText())
  await other.sources.getByRole('button').first().click()
  await other.panel.getByRole('link', { name: 'Read it on the page' }).waitFor()
  expect(await other.button('Helpful').count()).toBe(0)
  await expectAccessible(other)
  await other.page.reload()
  await other.panel.getByText('and shared with you').waitFor()
  await other.hear('Who cleans the lamp?')
  expect(await other.answers.count()).toBe(2)
})

test('a share that is taken back, or whose conversation is forgotten, shows nothing', async () => {
  const reader = await whoHasAsked()
  const link = await sharedLink(reader)
  await reader.button('Stop sharing').click()
  await reader.panel.getByText('It is not shared any more.').waitFor()
  const gone = 'The shared answer is not there any more, or not for you.'
  await (await reads(link)).panel.getByText(gone).waitFor()
  const again = await sharedLink(reader)
  await reader.page.evaluate("document.querySelector('marginalia-chat').forget()")
  const late = await reads(again)
  await late.panel.getByText(gone).waitFor()
  expect(await late.questions.count()).toBe(0)
  await expectAccessible(late)
})

test('where the page may not write to the clipboard, the link can be read', async () => {
  const reader = await whoHasAsked({ mayCopy: false })
  await reader.button('Share this answer').click()
  await reader.panel
    .getByText(/Whoever has this link can read .*[?&]answer=[0-9a-f-]{36}/)
    .waitFor()
})
