import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { adminHeaders, startLocalSuite } from '../support/local-suite.ts'

const Told = z.object({ title: z.string() })
const named = '# Salt &amp; caf&eacute;\n\nThe zircon salt is in the café.\n'

async function aSuite(options: Parameters<typeof startLocalSuite>[0]) {
  const local = await startLocalSuite(options)
  onTestFinished(local.close)
  const put = (path: string, body: string) =>
    local.request(`/v1/documents/${path}`, {
      method: 'PUT',
      headers: { ...adminHeaders, 'content-type': 'text/markdown' },
      body,
    })
  return { ...local, put }
}

test('a heading may call characters by their names', async () => {
  const { put } = await aSuite({})
  expect(Told.parse(await (await put('salt.md', named)).json()).title).toBe('Salt & café')
})

test('where their names cannot be read, such a page stays as it was, and any other is read', async () => {
  const { put, sql, suite } = await aSuite({ assets: false })
  expect((await put('salt.md', '# Salt\n\nThe old words.')).status).toBe(201)
  expect((await put('salt.md', named)).status).toBe(503)
  const kept = await sql`select content from documents where source like '%salt.md'`
  expect(kept.map(({ content }) => content)).toEqual(['The old words.'])
  const told = suite.logs.filter(({ message }) => message.includes('texts/characters.json'))
  expect(told.length).toBeGreaterThan(0)
})
