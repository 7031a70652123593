import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Script,
  type ScriptedEndpoint,
  startScriptedEndpoint,
} from '../support/scripted-endpoint.ts'
import { guide, openPage, type Reader } from './reader.ts'

// Letters of two, three and four bytes, and a code block, so that a cut in the wrong place shows.
const deltas = [
  'Jeder Ring ',
  'bricht Licht: ',
  'größer, 灯台, 🔦 ',
  '[1]. ',
  'Then `lens ',
  'clean`:\n\n```sh\nlens ',
  'clean --all\n',
  '```\n\nDone ',
  '[1].',
]
const events = deltas.length + 3
// A mark stands at its word: no blank is before it, and no line ends there.
const text =
  'Jeder Ring bricht Licht: größer, 灯台, 🔦\u20601. Then lens clean:lens clean --allDone\u20601.'
const script: Script = {
  deltas,
  citations: [{ n: 1, quote: 'Each ring is a prism.', status: 'verified' }],
}

let endpoint: ScriptedEndpoint
let reader: Reader
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
  await reader.open()
  // What the widget waits between two attempts is not what is tested here.
  await reader.page.evaluate(() => {
    const { setTimeout } = window
    const hasty = (work: () => void, ms = 0) => setTimeout(work, ms < 10_000 ? 0 : ms)
    window.setTimeout = hasty as typeof window.setTimeout
  })
})
afterAll(async () => {
  await reader.close()
  await endpoint.close()
})

const bytesOf = (encoded: string[]) => Buffer.byteLength(encoded.join(''))

/** Asks, and reads the whole answer as it is shown in the end. */
async function heardText(): Promise<string> {
  endpoint.heard.length = 0
  await reader.hear('How is the lens cleaned?')
  await reader.button('Helpful').last().waitFor()
  const answer = reader.answers.last()
  const shown = await answer.evaluate((root) => {
    const copy = root.cloneNode(true) as HTMLElement
    for (const button of copy.querySelectorAll('[data-copy], .language')) button.remove()
    return copy.textContent ?? ''
  })
  await reader.button('New conversation').click()
  return shown
}

test('an answer in one piece shows every character once', async () => {
  endpoint.script = structuredClone(script)
  expect(await heardText()).toBe(text)
})

test.each(Array.from({ length: events - 1 }, (_, index) => index + 1))(
  'a stream that is cut after event %i goes on without a lost or doubled character',
  async (count) => {
    endpoint.script = { ...script, cuts: [(encoded) => bytesOf(encoded.slice(0, count))] }
    expect(await heardText()).toBe(text)
    const resumed = endpoint.heard.filter(({ path }) => path.endsWith('/events'))
    for (const { headers } of resumed) {
      expect(Number(headers['last-event-id'])).toBeLessThanOrEqual(count)
    }
    expect(resumed.length + endpoint.asked().length).toBe(2)
  },
)

test.each(Array.from({ length: events }, (_, index) => index))(
  'a stream that is cut within its event %i (from 0) goes on without a lost or doubled character',
  async (count) => {
    const within = (encoded: string[]) =>
      bytesOf(encoded.slice(0, count)) + Math.floor(bytesOf([encoded[count] ?? '']) / 2)
    endpoint.script = { ...script, cuts: [within] }
    expect(await heardText()).toBe(text)
  },
)

test('a stream that is cut after every single event still arrives whole', async () => {
  const afterOne = (encoded: string[]) => bytesOf(encoded.slice(0, 1))
  endpoint.script = { ...script, cuts: Array.from({ length: events }, () => afterOne) }
  expect(await heardText()).toBe(text)
})

test('an answer that comes byte by byte arrives whole', async () => {
  endpoint.script = { ...script, bytesAtOnce: 1 }
  expect(await heardText()).toBe(text)
})
