import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { guide, openPage, type Reader } from './reader.ts'

let endpoint: ScriptedEndpoint
let reader: Reader
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
})
afterAll(() => endpoint.close())
beforeEach(async () => {
  endpoint.heard.length = 0
  endpoint.script = {
    sources: [
      { n: 1, text: 'The lens is built of rings.\n\nEach *ring* is a `prism`. It bends light.' },
      { n: 2, text: 'A lens weighs five tonnes.', chapter: 'Weights', url: '' },
      { n: 3, text: 'Nothing cites this.', chapter: 'Uncited' },
    ],
    deltas: ['Each ring is a prism [1]. ', 'It is heavy [2].'],
    citations: [
      { n: 1, quote: 'Each *ring* is a `prism`.', status: 'verified' },
      { n: 2, quote: 'A lens weighs five tonnes.', status: 'weak' },
    ],
  }
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
  await reader.open()
})
afterEach(() => reader.close())

test('a mark opens its passage with the quote highlighted, place and link', async () => {
  await reader.hear('What is a ring?')
  await reader.button('Source 1').click()
  const row = reader.sources.locator('li').first()
  expect((await row.locator('mark').allTextContents()).join('')).toBe('Each ring is a prism')
  expect(await row.textContent()).toContain('The Fresnel lens')
  expect(await row.textContent()).toContain('How it works')
  const link = row.getByRole('link')
  expect(await link.getAttribute('href')).toBe(
    'https://book.example/docs/lamps/the-fresnel-lens#how-it-works',
  )
  expect(await link.getAttribute('rel')).toContain('noopener')
})

test('only cited passages are listed, and one without an address has no link', async () => {
  await reader.hear('What is a ring?')
  expect(await reader.sources.locator('li').count()).toBe(2)
  await reader.sources.locator('li').last().getByRole('button').click()
  expect(await reader.sources.locator('li').last().getByRole('link').count()).toBe(0)
})

test('a weak citation looks weak, and says so', async () => {
  await reader.hear('What is a ring?')
  const weak = reader.answers.getByRole('button', { name: 'Source 2, weak support' })
  const sound = reader.answers.getByRole('button', { name: 'Source 1', exact: true })
  const borderOf = (mark: typeof weak) =>
    mark.evaluate(
      (node) => `${getComputedStyle(node).borderStyle} ${getComputedStyle(node).backgroundColor}`,
    )
  expect(await borderOf(weak)).not.toBe(await borderOf(sound))
  await weak.click()
  await reader.panel.getByText('may not carry all that the answer says').waitFor()
})

test('Escape in a passage leads back to its mark, and leaves the widget open', async () => {
  await reader.hear('What is a ring?')
  await reader.button('Source 1').focus()
  await reader.page.keyboard.press('Enter')
  await reader.sources.locator('mark').first().waitFor()
  await reader.page.keyboard.press('Escape')
  await reader.sources.locator('mark').first().waitFor({ state: 'hidden' })
  expect(await reader.focused()).toBe('Source 1')
  expect(await reader.panel.isVisible()).toBe(true)
})

test('a number that no source has is text', async () => {
  endpoint.script.deltas = ['Each ring is a prism [1] [7].']
  await reader.hear('What is a ring?')
  expect(await reader.answers.getByRole('button').count()).toBe(1)
  expect(await reader.answers.textContent()).toContain('[7]')
})

test('code has a button that copies it', async () => {
  await reader.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  endpoint.script.deltas = ['Run:\n\n```sh\nlens clean --all\n```\n']
  await reader.hear('How is the lens cleaned?')
  await reader.button('Copy code').click()
  await expect
    .poll(() => reader.page.evaluate(() => navigator.clipboard.readText()))
    .toBe('lens clean --all')
  await reader.button('Copied').waitFor()
})

test('Markdown is shown as what it means: lists, tables, emphasis, links', async () => {
  endpoint.script.deltas = [
    '## Rings\n\n1. **glass**\n2. *light*\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n',
    'See [the guide](https://book.example/guide).',
  ]
  await reader.hear('What is a ring?')
  const answer = reader.answers.last()
  expect(await answer.locator('ol > li').allTextContents()).toEqual(['glass', 'light'])
  expect(await answer.locator('strong').textContent()).toBe('glass')
  expect(await answer.locator('td').allTextContents()).toEqual(['1', '2'])
  const link = answer.getByRole('link', { name: 'the guide' })
  expect(await link.getAttribute('target')).toBe('_blank')
  expect(await link.getAttribute('rel')).toContain('noopener')
})

test('a selection on no known page is marked as such', async () => {
  endpoint.script.sources = [
    {
      n: 1,
      text: 'Sand scratches.',
      source: 'unverified',
      chapter: '',
      section: '',
      is_primary: true,
      url: '',
    },
  ]
  endpoint.script.deltas = ['Sand scratches [1].']
  await reader.hear('Why?')
  await reader.sources.getByRole('button').first().click()
  await reader.panel.getByText('This text is on no page that is known.').waitFor()
  expect(await reader.sources.textContent()).toContain('Your selection')
})
