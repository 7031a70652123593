import { expect, test } from 'vitest'
import { type CompletionPart, completionParts } from '../../lib/clients/completion-stream.ts'

const frame = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`
const delta = (content: unknown, rest: object = {}) =>
  frame({ choices: [{ index: 0, delta: { content }, ...rest }] })
const ended = (finish_reason: string, native_finish_reason?: string) =>
  frame({ choices: [{ delta: { content: '' }, finish_reason, native_finish_reason }] })
const done = 'data: [DONE]\n\n'

/** A body that comes in these pieces. */
const bodyOf = (pieces: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })

async function read(stream: string, cutAt?: number, maxCharacters = 10_000) {
  const bytes = new TextEncoder().encode(stream)
  const pieces = cutAt === undefined ? [bytes] : [bytes.slice(0, cutAt), bytes.slice(cutAt)]
  const parts: CompletionPart[] = []
  for await (const part of completionParts(bodyOf(pieces), maxCharacters)) parts.push(part)
  return {
    text: parts.map((part) => ('text' in part ? part.text : '')).join(''),
    finish: parts.flatMap((part) => ('finish' in part ? [part.finish] : [])),
    usage: parts.flatMap((part) => ('usage' in part ? [part.usage] : [])),
  }
}

/** Whole, and cut once at every byte. */
async function everyWay(stream: string) {
  const ways = [await read(stream)]
  const length = new TextEncoder().encode(stream).length
  for (let at = 1; at < length; at += 1) ways.push(await read(stream, at))
  return ways
}

test.each([
  ['its own word', ended('stop') + done, 'stop'],
  ['no reason, but [DONE]', done, 'stop'],
  ['a reason without [DONE]', ended('stop'), 'stop'],
  ["Anthropic's word", ended('end_turn') + done, 'stop'],
  ['the limit of tokens', ended('length') + done, 'length'],
  ["Gemini's word for the limit", ended('MAX_TOKENS') + done, 'length'],
  ['a content filter', ended('content_filter') + done, 'filtered'],
  ["Gemini's safety", ended('SAFETY') + done, 'filtered'],
  ["Gemini's recitation", ended('stop', 'RECITATION') + done, 'filtered'],
  ['the limit, told in capitals', ended('LENGTH') + done, 'length'],
  ["Anthropic's word for the limit", ended('max_tokens') + done, 'length'],
  ['a reason that comes twice', ended('stop') + ended('stop') + done, 'stop'],
  ['[DONE] twice', ended('stop') + done + done, 'stop'],
  ['usage behind the reason', ended('stop') + frame({ choices: [], usage: null }) + done, 'stop'],
  [
    'a reason that is null, then [DONE]',
    frame({ choices: [{ finish_reason: null }] }) + done,
    'stop',
  ],
  ['half a frame', 'data: {"choices":[{"del', 'broken'],
  ['a stop that its provider calls SAFETY', ended('stop', 'SAFETY') + done, 'filtered'],
  ['a stop that its provider calls MAX_TOKENS', ended('stop', 'MAX_TOKENS') + done, 'length'],
  ['a stop with a native word of no meaning', ended('stop', 'FINISH_42') + done, 'stop'],
  ['an error without an error object', ended('error') + done, 'broken'],
  ['a word nobody knows', ended('moon') + done, 'broken'],
  ['a body that just ends', '', 'broken'],
  ['a last event without its empty line', 'data: [DONE]', 'stop'],
])('a reply that ends with %s', async (_, tail, finish) => {
  for (const way of await everyWay(delta('Harbor needs 512 MB') + tail)) {
    expect(way).toMatchObject({ text: 'Harbor needs 512 MB', finish: [finish] })
  }
})

test.each([
  ['no choices', frame({ id: 'x' })],
  ['choices that are null', frame({ choices: null })],
  ['empty choices', frame({ choices: [] })],
  ['a choice that is null', frame({ choices: [null] })],
  ['a delta that is null', frame({ choices: [{ delta: null }] })],
  ['content that is null', delta(null)],
  ['content that is a number', delta(7)],
  ['a frame that is null', 'data: null\n\n'],
  ['a frame that is a string', 'data: "hello"\n\n'],
  ['no JSON', 'data: {"choices":\n\n'],
  ['a keep-alive', ': OPENROUTER PROCESSING\n\n'],
  ['an event of another name', 'event: ping\ndata: {}\n\n'],
  ['reasoning', frame({ choices: [{ delta: { reasoning: 'The user', content: '' } }] })],
  ['reasoning details', frame({ choices: [{ delta: { reasoning_details: [{ text: 'x' }] } }] })],
  ['reasoning_content', frame({ choices: [{ delta: { reasoning_content: 'Hm' } }] })],
  ['tool calls', frame({ choices: [{ delta: { tool_calls: [{ function: {} }] } }] })],
  ['a list of thinking', delta([{ type: 'thinking', thinking: 'x' }])],
  ['a list of what it is not', delta([null, 3, { type: 'image' }, { text: 'untyped' }])],
  ['usage that is wrong', frame({ choices: [], usage: { prompt_tokens: 'many' } })],
  ['a choice without a delta', frame({ choices: [{ index: 0 }] })],
  ['a delta that is a string', frame({ choices: [{ delta: 'two' }] })],
  ['choices that are an object', frame({ choices: { delta: { content: 'x' } } })],
  ['a frame that is a list', 'data: [1, 2]\n\n'],
  ['a frame without data', 'data:\n\n'],
  ['an id and a wait', 'id: 7\nretry: 3000\n\n'],
  ['content that is true', delta(true)],
  ['content that is an object', delta({ text: 'x' })],
  ['an audio delta', frame({ choices: [{ delta: { audio: { data: 'AAAA' } } }] })],
  ['annotations', frame({ choices: [{ delta: { annotations: [{ type: 'url_citation' }] } }] })],
  ['logprobs', frame({ choices: [{ delta: { content: '' }, logprobs: { content: [] } }] })],
])('%s among the frames changes nothing', async (_, odd) => {
  const stream = delta('One ') + odd + delta('two') + odd + ended('stop') + odd + done
  for (const way of await everyWay(stream)) {
    expect(way).toEqual({ text: 'One two', finish: ['stop'], usage: [] })
  }
})

test('a list of parts is its text parts', async () => {
  const parts = [
    { type: 'thinking', thinking: 'Which one?' },
    { type: 'text', text: 'Port ' },
    { type: 'text', text: '8080' },
  ]
  expect(await read(delta(parts) + done)).toMatchObject({ text: 'Port 8080' })
})

test('a whole message in place of deltas is read', async () => {
  const whole = frame({
    choices: [{ message: { content: 'All at once.' }, finish_reason: 'stop' }],
  })
  expect(await read(whole + done)).toMatchObject({ text: 'All at once.', finish: ['stop'] })
})

test('a refusal of the model is not its answer', async () => {
  const refusal = frame({ choices: [{ delta: { refusal: 'I cannot help with that.' } }] })
  expect(await read(refusal + ended('stop') + done)).toMatchObject({
    text: '',
    finish: ['filtered'],
  })
})

test('text after the reason to end is not of the answer', async () => {
  expect(await read(delta('Whole.') + ended('stop') + delta(' And more') + done)).toMatchObject({
    text: 'Whole.',
    finish: ['stop'],
  })
})

test('usage is told with the model that answered', async () => {
  const usage = frame({
    model: 'a/b',
    choices: [],
    usage: { prompt_tokens: 3, completion_tokens: 4, cost: 0.1 },
  })
  expect((await read(delta('x') + ended('stop') + usage + done)).usage).toEqual([
    { model: 'a/b', prompt_tokens: 3, completion_tokens: 4 },
  ])
})

test.each([
  [{ code: 502, message: 'Provider returned error' }, 502],
  [{ code: 'server_error', message: 'No more' }, 502],
  [{ code: 429, message: 'Slow down' }, 429],
  ['overloaded', 502],
])('an error %j in the stream is thrown', async (error, status) => {
  await expect(read(delta('x') + frame({ error, choices: [] }))).rejects.toMatchObject({ status })
})

test.each(['\n', '\r\n', '\r'])(
  'lines may end with %j, and the bytes be cut anywhere',
  async (end) => {
    const stream = (delta('Ä — 好 🙂') + ended('stop') + done).replaceAll('\n', end)
    const length = new TextEncoder().encode(stream).length
    for (let at = 0; at <= length; at += 1) {
      expect(await read(stream, at)).toMatchObject({ text: 'Ä — 好 🙂', finish: ['stop'] })
    }
  },
)

test('an answer has a bound, whatever comes', async () => {
  expect(await read(delta('x'.repeat(5000)) + delta('y') + ended('stop'), undefined, 4000)).toEqual(
    {
      text: 'x'.repeat(4000),
      finish: ['length'],
      usage: [],
    },
  )
})

test('an event of 8 MB ends the reply as broken', async () => {
  const bytes = new TextEncoder().encode(delta('Begun ') + delta('x'.repeat(8 << 20)))
  const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, index) =>
    bytes.slice(index * 65_536, (index + 1) * 65_536),
  )
  const parts: CompletionPart[] = []
  for await (const part of completionParts(bodyOf(pieces), 10_000)) parts.push(part)
  expect(parts).toEqual([{ text: 'Begun ' }, { finish: 'broken' }])
})

const silent: [name: string, event: string][] = [
  ['keep-alives', delta('')],
  ['reasoning', frame({ choices: [{ delta: { content: '', reasoning: 'Let me think. ' } }] })],
  ['empty choices', frame({ choices: [] })],
  ['what is not JSON', 'data: {\n\n'],
  ['comments', `: ${'still working '.repeat(20)}\n\n`],
  ['empty lines', '\n'.repeat(100)],
]

/** A body that goes on with this event for ever, a few at a time, and whether it was called off. */
function endless(event: string) {
  const state = { isCancelled: false }
  const bytes = new TextEncoder().encode(event.repeat(10))
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(bytes),
    cancel: () => {
      state.isCancelled = true
    },
  })
  return { state, body }
}

test.each(silent)('a stream of nothing but %s is stopped, and says why', async (_, event) => {
  const { state, body } = endless(event)
  const reading = async () => {
    for await (const _part of completionParts(body, 1000));
  }
  await expect(reading()).rejects.toThrow(
    /^The model sent \d+ events \(\d+ bytes\) without text, and was stopped$/,
  )
  expect(state.isCancelled).toBe(true)
})

test('a stream that goes on for ever after its end is a whole answer', async () => {
  const { state, body } = endless(delta('and more '))
  const [ending, rest] = [
    new TextEncoder().encode(delta('512 MB') + ended('stop')),
    body.getReader(),
  ]
  const both = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(ending),
    async pull(controller) {
      const { value } = await rest.read()
      if (value) controller.enqueue(value)
    },
    cancel: () => rest.cancel(),
  })
  const parts: CompletionPart[] = []
  for await (const part of completionParts(both, 1000)) parts.push(part)
  expect(parts).toEqual([{ text: '512 MB' }, { finish: 'stop' }])
  expect(state.isCancelled).toBe(true)
})

test.each(silent)('an answer between hundreds of %s is whole', async (_, event) => {
  const stream = event.repeat(300) + delta('Harbor needs ') + event.repeat(300) + delta('512 MB')
  const { text, finish } = await read(stream + ended('stop') + done)
  expect({ text, finish }).toEqual({ text: 'Harbor needs 512 MB', finish: ['stop'] })
})

test('whoever stops reading stops the body', async () => {
  let isCancelled = false
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode(delta('more '))),
    cancel: () => {
      isCancelled = true
    },
  })
  for await (const _part of completionParts(body, 10_000)) break
  expect(isCancelled).toBe(true)
})
