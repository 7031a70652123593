import { afterEach, expect, inject, test } from 'vitest'
import { expectAccessible, guide, openPage, type Reader } from './reader.ts'

const suite = inject('suite')
const inTheBook = '/docs/Part-1-lamps/the-fresnel-lens'
let reader: Reader
afterEach(() => reader.close())

async function opened(menu: string, path?: string) {
  const attribute = menu && `data-page-menu="${menu}"`
  const page = guide(`data-endpoint="${suite}" ${attribute}`)
  reader = await openPage(page, path ? { path } : {})
  await reader.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await reader.open()
}

/** Opens the menu anew. What is for the page comes in a file of its own, which may be on its way. */
async function menuItems() {
  const more = reader.button('More')
  if ((await more.getAttribute('aria-expanded')) === 'true') await more.click()
  await more.click()
  return await reader.panel.locator('.menu button').allTextContents()
}

const choose = async (item: string) => {
  await expect.poll(menuItems).toContain(item)
  await reader.button(item).click()
}

test('by default the menu offers nothing to do with the page', async () => {
  await opened('')
  expect(await menuItems()).not.toContain('Copy page as Markdown')
})

test('the page is copied as the Markdown that the suite has of it', async () => {
  await opened('copy', inTheBook)
  await expect.poll(menuItems).toContain('Copy page as Markdown')
  await expectAccessible(reader)
  await reader.button('Copy page as Markdown').click()
  await reader.panel.getByText('The page is copied.').waitFor()
  const copied = await reader.page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toBe(await (await fetch(`${suite}/v1/pages${inTheBook}`)).text())
  expect(copied).toContain('# The Fresnel lens')
})

test('a page that is not in the book says so, and copies nothing', async () => {
  await opened('copy', '/elsewhere')
  await choose('Copy page as Markdown')
  await reader.panel.getByText('This page could not be copied').waitFor()
})

test('assistants are opened with the address of the page as Markdown, in the order that is wanted', async () => {
  await opened('claude, chatgpt, nobody, claude', inTheBook)
  const items = ['Open in Claude', 'Open in ChatGPT']
  await expect.poll(async () => (await menuItems()).slice(0, 2)).toEqual(items)
  await reader.page.evaluate(() => {
    window.open = (url) => {
      document.title = String(url)
      return null
    }
  })
  await reader.button('Open in Claude').click()
  const address = new URL(await reader.page.title())
  expect(address.origin).toBe('https://claude.ai')
  expect(address.searchParams.get('q')).toContain(`${suite}/v1/pages${inTheBook}`)
})
