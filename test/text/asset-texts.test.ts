import { expect, test } from 'vitest'
import {
  AssetError,
  areTextsRead,
  expectTexts,
  readTexts,
} from '../../lib/text/assets/asset-texts.ts'

const serving = (reply: () => Response) => {
  const asked: string[] = []
  const assets = {
    fetch: async (url: URL) => {
      asked.push(url.pathname)
      return reply()
    },
  }
  return { asked, assets }
}

/** What the build makes of a module with one text. */
function expecting() {
  const held: { text?: unknown } = {}
  expectTexts('probes', ['text'], ({ text }) => {
    held.text = text
  })
  return held
}

test('texts are read once, from the file named after their module', async () => {
  const held = expecting()
  const { asked, assets } = serving(() => Response.json({ text: 'apple' }))
  expect(areTextsRead('probes')).toBe(false)
  await readTexts('probes', assets)
  await readTexts('probes', assets)
  expect(asked).toEqual(['/texts/probes.json'])
  expect([held.text, areTextsRead('probes')]).toEqual(['apple', true])
})

test('a module that holds its texts itself has nothing to read', async () => {
  await readTexts('answering', undefined)
  expect(areTextsRead('answering')).toBe(true)
})

test.each([
  [
    'a missing file',
    () => new Response(null, { status: 404 }),
    'texts/probes.json cannot be read by the binding ASSETS (404)',
  ],
  [
    'a file of another build',
    () => Response.json({ other: '' }),
    'texts/probes.json cannot be read by the binding ASSETS (200)',
  ],
])('%s is an error that says what to do, and is asked for again', async (_, reply, said) => {
  expecting()
  const failing = readTexts('probes', serving(reply).assets)
  await expect(failing).rejects.toThrow(AssetError)
  await expect(failing).rejects.toThrow(said)
  expect(areTextsRead('probes')).toBe(false)
  await readTexts('probes', serving(() => Response.json({ text: '' })).assets)
  expect(areTextsRead('probes')).toBe(true)
})

test('a deployment without the binding is told how to get it', async () => {
  expecting()
  await expect(readTexts('probes', undefined)).rejects.toThrow(
    'ASSETS (it is missing): run `npm run setup`',
  )
})
