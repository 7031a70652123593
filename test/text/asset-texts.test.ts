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
function expecting(file: string) {
  const held: { text?: unknown } = {}
  expectTexts(file, ['text'], ({ text }) => {
    held.text = text
  })
  return held
}

test('texts are read once, from the file named after their module', async () => {
  const held = expecting('fruits')
  const { asked, assets } = serving(() => Response.json({ text: 'apple' }))
  expect(areTextsRead('fruits')).toBe(false)
  await readTexts('fruits', assets)
  await readTexts('fruits', assets)
  expect(asked).toEqual(['/texts/fruits.json'])
  expect([held.text, areTextsRead('fruits')]).toEqual(['apple', true])
})

test('a module that holds its texts itself has nothing to read', async () => {
  await readTexts('held', undefined)
  expect(areTextsRead('held')).toBe(true)
})

test.each([
  ['a missing file', () => new Response(null, { status: 404 }), 'is not among the assets (404)'],
  ['a file of another build', () => Response.json({ other: '' }), 'is of another build'],
])('%s is an error that says what to do, and is asked for again', async (name, reply, said) => {
  const file = name.replaceAll(' ', '-')
  expecting(file)
  const failing = readTexts(file, serving(reply).assets)
  await expect(failing).rejects.toThrow(AssetError)
  await expect(failing).rejects.toThrow(said)
  expect(areTextsRead(file)).toBe(false)
  await readTexts(file, serving(() => Response.json({ text: '' })).assets)
  expect(areTextsRead(file)).toBe(true)
})

test('a deployment without the binding is told how to get it', async () => {
  expecting('unbound')
  await expect(readTexts('unbound', undefined)).rejects.toThrow('The binding ASSETS is missing')
})
