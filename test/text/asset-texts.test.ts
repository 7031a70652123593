import { expect, test } from 'vitest'
import {
  AssetError,
  areTextsRead,
  expectTexts,
  readTexts,
} from '../../lib/text/assets/asset-texts.ts'
import { failureOf } from '../../lib/upstream/cause.ts'

const serving = (reply: () => Response | Promise<Response>) => {
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
  ['a missing file', () => new Response(null, { status: 404 }), 'HTTP 404', 'not-found'],
  [
    'a file of another build',
    () => Response.json({ other: '' }),
    'it left texts out',
    'unreadable',
  ],
])('%s is an error that says why, and is asked for again', async (_, reply, why, cause) => {
  expecting()
  const failing = readTexts('probes', serving(reply).assets)
  await expect(failing).rejects.toThrow(AssetError)
  const message = `texts/probes.json cannot be read by the binding ASSETS (${why})`
  expect(failureOf(await failing.catch((error) => error))).toMatchObject({ cause, message })
  expect(areTextsRead('probes')).toBe(false)
  await readTexts('probes', serving(() => Response.json({ text: '' })).assets)
  expect(areTextsRead('probes')).toBe(true)
})

test.each([
  ['a page in the place of a file', () => new Response('<!doctype html>'), 'unreadable'],
  ['a file that does not come', () => Promise.reject(new DOMException('', 'TimeoutError')), 'late'],
])('%s is such an error too', async (_, reply, cause) => {
  expecting()
  const failing = readTexts('probes', serving(reply).assets)
  await expect(failing).rejects.toThrow(AssetError)
  expect(failureOf(await failing.catch((error) => error))).toMatchObject({ cause })
})

test('a deployment without the binding is told that it lacks it', async () => {
  expecting()
  await expect(readTexts('probes', undefined)).rejects.toThrow('ASSETS (it is missing)')
})
