import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addOpenApiTypes, buildClient } from '../../dev/suite/build-client.ts'
import { openApiText } from '../../dev/suite/openapi-text.ts'
import { CallError } from '../../packages/client/src/call.ts'
import { createClient } from '../../packages/client/src/client.ts'
import { VerificationError, verifyWebhook } from '../../packages/client/src/webhooks.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { readText } from '../support/read-handbook.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)
const tool = (path: string) => join(root, 'test/openapi-types/node_modules', path)

let local: LocalSuite
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(import.meta.dirname, '.made-'))
  await buildClient(join(folder, 'node_modules/marginalia-client'))
  local = await startLocalSuite()
})
afterAll(async () => {
  await local.close()
  await rm(folder, { recursive: true, force: true })
})

test('an answer comes as typed events, in one conversation that can be read and erased', async () => {
  const client = createClient({ endpoint: local.suite.url })
  let text = ''
  const heard: string[] = []
  for await (const event of client.ask('How tall is a first-order Fresnel lens?')) {
    heard.push(event.event)
    if (event.event === 'delta') text += event.data.text
    if (event.event === 'done') expect(event.data.answered).toBe(true)
  }
  expect(text).toMatch(/\[1\]/)
  expect([heard[0], heard.at(-1)]).toEqual(['sources', 'done'])
  const answer = await client.answer({ question: 'What did early lamps burn?' })
  expect(answer.citations.length).toBeGreaterThan(0)
  await client.feedback({ query_id: answer.query_id, rating: 'up' })
  expect((await client.history()).data).toHaveLength(4)
  const { session_id } = await client.session()
  await client.forget()
  expect((await client.session()).session_id).not.toBe(session_id)
})

test('a connection that breaks at any event is picked up where it was', async () => {
  let calls = 0
  let isLost = false
  const cutting: typeof fetch = async (...given) => {
    const reply = await fetch(...given)
    if (!String(given[0]).includes('/v1/chat') || !reply.body || calls++ > 0) return reply
    const whole = new Uint8Array(await reply.arrayBuffer())
    return new Response(whole.slice(0, Math.floor(whole.length / 2)), reply)
  }
  const client = createClient({ endpoint: local.suite.url, fetch: cutting })
  let text = ''
  const onReconnect = () => {
    isLost = true
  }
  for await (const event of client.ask('What does the keeper write?', { onReconnect }))
    if (event.event === 'delta') text += event.data.text
  expect(isLost).toBe(true)
  const { data } = await client.history()
  expect(data.at(-1).content).toBe(text)
})

test('a caller who leaves hears no more, and one whose signal is aborted is told so', async () => {
  const client = createClient({ endpoint: local.suite.url })
  for await (const event of client.ask('What is trimmed?')) {
    expect(event.event).toBe('sources')
    break
  }
  const signal = AbortSignal.abort(new Error('gone'))
  await expect(client.ask('What is trimmed?', { signal }).next()).rejects.toThrow('gone')
})

test('what the suite refuses is an error with its problem; what cannot be reached has status 0', async () => {
  const client = createClient({ endpoint: local.suite.url })
  const refused: unknown = await client.answer('x'.repeat(2001)).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(CallError)
  expect(refused).toMatchObject({ status: 422, problem: { status: 422 } })
  expect(JSON.stringify(refused)).toContain('question')
  const away = createClient({ endpoint: 'http://127.0.0.1:1' })
  await expect(away.search('wick')).rejects.toMatchObject({ status: 0 })
})

test('where the suite asks for Turnstile, the error says what to do, and who can answer is asked', async () => {
  const challenge = { kind: 'turnstile', site_key: 'k', frame_path: '/v1/challenges/turnstile' }
  const problem = { type: 'challenge-required', title: 'Solve it', status: 403, challenge }
  const bodies: unknown[] = []
  const suite: typeof fetch = async (_, init) => {
    bodies.push(JSON.parse(String(init?.body)))
    return Response.json(problem, { status: 403 })
  }
  const endpoint = 'https://suite.example'
  await expect(createClient({ endpoint, fetch: suite }).session()).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('solveChallenge'),
    problem: { challenge },
  })
  const solveChallenge = async () => ({ kind: 'turnstile', response: 'r' })
  const answering = createClient({ endpoint, fetch: suite, solveChallenge })
  await expect(answering.session()).rejects.toMatchObject({ status: 403 })
  const answered = { challenge: { kind: 'turnstile', response: 'r' } }
  expect(bodies).toEqual([{}, {}, answered, answered])
})

test('a search needs no session, and takes filters', async () => {
  const client = createClient({ endpoint: local.suite.url })
  const { data } = await client.search('trimmed wick', { limit: 3, mode: 'words' })
  expect(data[0].sections[0].snippet).toMatch(/wick/)
  await expect(client.search('wick', { filter: { colour: 'red' } })).rejects.toMatchObject({
    status: 422,
  })
})

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`
const body = '{"type":"webhook.test","timestamp":"2026-11-26T00:00:00Z","data":{}}'
const sent = (at = new Date(), by = secret) => ({
  body,
  headers: {
    'Webhook-Id': 'evt_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': `v1,AAAA v1a,x ${new Webhook(by).sign('evt_1', at, body)}`,
  },
})

test('a delivery that the public library has signed is verified, with any kind of headers', async () => {
  const { headers } = sent()
  expect(await verifyWebhook(sent(), secret)).toEqual(JSON.parse(body))
  const webHeaders = new Headers(headers)
  expect(await verifyWebhook({ body, headers: webHeaders }, secret)).toEqual(JSON.parse(body))
})

test.each([
  ['another secret', sent(new Date(), `whsec_${btoa('another secret of 24 by')}`), secret],
  ['an old delivery', sent(new Date(Date.now() - 301_000)), secret],
  ['one from the future', sent(new Date(Date.now() + 600_000)), secret],
  ['another body', { ...sent(), body: `${body} ` }, secret],
  ['no headers', { body, headers: {} }, secret],
  ['no secret', sent(), ''],
  ['a secret that is no base64', sent(), 'whsec_%'],
])('%s is not verified', async (_, delivery, by) => {
  await expect(verifyWebhook(delivery, by)).rejects.toBeInstanceOf(VerificationError)
})

test('the client is smaller than 6 KiB, gzipped, and depends on nothing', async () => {
  const built = join(folder, 'node_modules/marginalia-client')
  const files = await Promise.all(
    ['index.mjs', 'webhooks.mjs'].map((name) => readFile(join(built, name))),
  )
  expect(gzipSync(Buffer.concat(files)).length / 1024).toBeLessThan(6)
  expect(files.join('')).not.toMatch(/\bfrom\s*["']|\bimport\s*\(|require\(/)
})

const chapter = 'handbook/Part-3-using-the-api/16-the-client.md'
const samples = [...readText(chapter).matchAll(/```ts\n([\s\S]*?)```/g)].map(
  ([, code = '']) => code,
)

const isInstalled = existsSync(tool('openapi-typescript/package.json'))
const what = isInstalled ? '' : ' (needs npm ci --prefix test/openapi-types)'

test.runIf(isInstalled)(
  `the handbook's samples type-check with the types of the OpenAPI document${what}`,
  async () => {
    const built = join(folder, 'node_modules/marginalia-client')
    await addOpenApiTypes(built, await openApiText())
    expect(samples.length).toBeGreaterThan(3)
    for (const [n, code] of samples.entries())
      await writeFile(join(folder, `sample-${n}.ts`), `${code}\nexport {}\n`)
    const compilerOptions = {
      ...{ strict: true, noEmit: true, types: ['node'], target: 'es2024', lib: ['es2024', 'dom'] },
      ...{ module: 'nodenext', moduleResolution: 'nodenext' },
    }
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error) => error)
    expect(stdout).toBe('')
  },
)

const deno = join(root, 'test/clients/node_modules/@deno/linux-x64-glibc/deno')
const hasDeno = existsSync(deno)
const needsDeno = hasDeno ? '' : ' (needs npm ci --prefix test/clients, on Linux)'

test.runIf(hasDeno)(`the handbook’s first sample runs in Deno as it is${needsDeno}`, async () => {
  const code = (samples[0] ?? '').replace('https://marginalia.example.workers.dev', local.suite.url)
  const file = join(folder, 'ask.ts')
  await writeFile(file, code)
  const own = { type: 'module', dependencies: { 'marginalia-client': '0.1.0' } }
  await writeFile(join(folder, 'package.json'), JSON.stringify(own))
  const flags = ['run', '--no-check', '--no-lock', '--node-modules-dir=manual', '--allow-net']
  const { stdout } = await run(deno, [...flags, file], { cwd: folder, env: { NO_COLOR: '1' } })
  expect(stdout).toMatch(/\[1\]/)
  expect(stdout).toMatch(/verified/)
})

test('the handbook’s Worker answers in workerd', async () => {
  const contents = samples.find((code) => code.includes('SUITE_URL')) ?? ''
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', resolveDir: folder },
    bundle: true,
    write: false,
    format: 'esm',
  })
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: outputFiles[0]?.text ?? '',
      compatibilityDate: '2026-10-23',
      bindings: { SUITE_URL: local.suite.url },
    }),
  )
  const response = await worker.dispatchFetch('https://a.example/?q=What+did+early+lamps+burn%3F')
  expect(await response.json()).toMatchObject({ answer: expect.stringMatching(/\[1\]/) })
  await worker.dispose()
})

const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((path) => join(path, 'node'))
  .find((path) => existsSync(path) && /^v2[0-2]\./.test(versionOf(path)))
const needsOldNode = oldNode ? '' : ' (needs a Node from 20 to 22 on the PATH)'

test.runIf(oldNode)(`the client runs in the oldest Node it is said to${needsOldNode}`, async () => {
  const code = (samples[0] ?? '').replace('https://marginalia.example.workers.dev', local.suite.url)
  const file = join(folder, 'older.mjs')
  await writeFile(file, code)
  const { stdout } = await run(oldNode ?? '', [file])
  expect(stdout).toMatch(/\[1\]/)
})

function versionOf(node: string): string {
  try {
    return execFileSync(node, ['--version'], { encoding: 'utf8' })
  } catch {
    // What cannot be run is not the one that is looked for.
    return ''
  }
}

test('the handbook’s first sample prints a cited answer', async () => {
  const code = (samples[0] ?? '').replace('https://marginalia.example.workers.dev', local.suite.url)
  const file = join(folder, 'first.ts')
  await writeFile(file, code)
  const { stdout } = await run(process.execPath, [file])
  expect(stdout).toMatch(/\[1\]/)
  expect(stdout).toMatch(/verified/)
})
