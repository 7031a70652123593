import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

const folder = join(import.meta.dirname, '../mcp')
const isInstalled = existsSync(
  join(folder, 'node_modules/@modelcontextprotocol/client/package.json'),
)
const what = isInstalled ? '' : ' (needs npm ci --prefix test/mcp)'
const { resolve } = createRequire(join(folder, 'package.json'))

let local: LocalSuite
beforeAll(async () => {
  if (isInstalled) local = await startLocalSuite()
})
afterAll(() => local?.close())

/** What both major versions of the client have; their packages stand apart from ours. */
const Client = z.object({
  connect: z.custom<(transport: unknown) => Promise<void>>(),
  listTools: z.custom<() => Promise<unknown>>(),
  callTool: z.custom<(call: { name: string; arguments: object }) => Promise<unknown>>(),
  listResources: z.custom<() => Promise<unknown>>(),
  readResource: z.custom<(wanted: { uri: string }) => Promise<unknown>>(),
  getPrompt: z.custom<(wanted: { name: string; arguments: object }) => Promise<unknown>>(),
  close: z.custom<() => Promise<void>>(),
})
const Made = z.custom<new (...given: unknown[]) => object>((value) => typeof value === 'function')
const Module = z.looseObject({})

async function load(...specifiers: string[]) {
  const modules = await Promise.all(
    specifiers.map(async (one) =>
      Module.parse({ ...(await import(pathToFileURL(resolve(one)).href)) }),
    ),
  )
  return Object.assign({}, ...modules)
}

const Listed = z.object({ tools: z.array(z.object({ name: z.string() })) })
const Called = z.object({
  content: z.array(z.object({ text: z.string() })),
  structuredContent: z.looseObject({}),
})
const Resources = z.object({ resources: z.array(z.object({ uri: z.string() })) })

test.runIf(isInstalled).each([
  [
    '1',
    [
      '@modelcontextprotocol/sdk/client/index.js',
      '@modelcontextprotocol/sdk/client/streamableHttp.js',
    ],
    {},
  ],
  ['2, with a handshake', ['@modelcontextprotocol/client'], {}],
  ['2, stateless', ['@modelcontextprotocol/client'], { versionNegotiation: { mode: 'auto' } }],
])(
  `the public client of major version %s lists, searches, reads and asks${what}`,
  async (_version, specifiers, options) => {
    const loaded = await load(...specifiers)
    const made = new (Made.parse(loaded.Client))({ name: 'a-test', version: '1.0.0' }, options)
    const transport = new (Made.parse(loaded.StreamableHTTPClientTransport))(
      new URL(`${local.suite.url}/mcp`),
    )
    const client = Object.assign(made, {}) as unknown as z.infer<typeof Client>
    await client.connect(transport)
    const { tools } = Listed.parse(await client.listTools())
    expect(tools.map(({ name }) => name)).toContain('ask')
    const call = async (name: string, given: object) =>
      Called.parse(await client.callTool({ name, arguments: given }))
    const found = await call('search', { query: 'trim the wick' })
    expect(found.content[0]?.text).toContain('Lamp oil')
    const read = await call('read', { path: 'docs/Part-1-lamps/02-lamp-oil.md' })
    expect(read.content[0]?.text).toContain('16 litres')
    const asked = await call('ask', { question: 'What is the glass cleaned with?' })
    expect(asked.structuredContent).toMatchObject({ answered: true })
    const { resources } = Resources.parse(await client.listResources())
    expect(JSON.stringify(await client.readResource({ uri: resources[0]?.uri ?? '' }))).toContain(
      '# ',
    )
    expect(
      JSON.stringify(await client.getPrompt({ name: 'ask', arguments: { question: 'Why?' } })),
    ).toContain('Why?')
    await client.close()
  },
)
