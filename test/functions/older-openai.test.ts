import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

const folder = join(import.meta.dirname, '../clients')
const isInstalled = existsSync(join(folder, 'node_modules/openai-4/package.json'))
const what = isInstalled ? '' : ' (needs npm ci --prefix test/clients)'
const { resolve } = createRequire(join(folder, 'package.json'))

let local: LocalSuite
beforeAll(async () => {
  if (isInstalled) local = await startLocalSuite()
})
afterAll(() => local?.close())

const Model = z.object({ id: z.string(), object: z.literal('model') })
const Chunk = z.object({
  choices: z.array(
    z.object({
      delta: z.object({ content: z.string().nullish() }),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: z.object({ total_tokens: z.number() }).nullish(),
})
const Completion = z.object({
  choices: z.array(
    z.object({ message: z.object({ content: z.string() }), finish_reason: z.string() }),
  ),
})

/** What every major version of the client has; their packages stand apart from ours. */
const Client = z.object({
  models: z.object({ list: z.custom<() => AsyncIterable<unknown>>() }),
  chat: z.object({
    completions: z.object({
      create: z.custom<(asked: object) => Promise<AsyncIterable<unknown>>>(),
    }),
  }),
})
const Made = z.custom<new (options: object) => object>((value) => typeof value === 'function')

async function aClient(version: string, apiKey: string) {
  const { default: OpenAI } = await import(pathToFileURL(resolve(version)).href)
  const made = new (Made.parse(OpenAI))({ baseURL: `${local.suite.url}/v1`, apiKey, maxRetries: 0 })
  // The methods stand on prototypes, which a parsed copy would lose.
  return made as unknown as z.infer<typeof Client>
}

async function allOf<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of iterable) all.push(one)
  return all
}

const messages = [
  { role: 'system', content: 'You are a helpful assistant.' },
  { role: 'user', content: 'What is the glass cleaned with?' },
]

test.runIf(isInstalled).each(['openai-4', 'openai-6'])(
  `%s lists the model and chats with it as Open WebUI and LibreChat do${what}`,
  async (version) => {
    const { token } = await local.openSession()
    const client = await aClient(version, token)
    const [model] = z.array(Model).parse(await allOf(client.models.list()))
    const asked = { model: model?.id, messages, temperature: 0.7, top_p: 1, max_tokens: 500 }
    const stream = await client.chat.completions.create({
      ...asked,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = z.array(Chunk).parse(await allOf(stream))
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')
    expect(text).toMatch(/spirit of wine/i)
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason).filter(Boolean)).toEqual(['stop'])
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThanOrEqual(0)
    const whole = Completion.parse(await client.chat.completions.create(asked))
    expect(whole.choices[0]?.message.content).toBe(text)
  },
)

test.runIf(isInstalled).each(['openai-4', 'openai-6'])(
  `%s throws its own errors for what is refused${what}`,
  async (version) => {
    const stranger = await aClient(version, 'nobody')
    await expect(allOf(stranger.models.list())).rejects.toMatchObject({ status: 401 })
    const { token } = await local.openSession()
    const client = await aClient(version, token)
    await expect(
      client.chat.completions.create({ model: 'marginalia', messages: [] }),
    ).rejects.toMatchObject({ status: 422 })
  },
)
