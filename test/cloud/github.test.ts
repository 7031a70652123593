import { execFileSync } from 'node:child_process'
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import * as z from 'zod'
import { aCloud, aFolder, setting } from './a-cloud.ts'

const files = {
  'intro.md': '# Intro\n',
  'part-1/01-nodes.md': '# Nodes ü\r\n',
  'part-1.md': 'sorts between\n',
  'part-1/deep/x.md': 'x'.repeat(100),
}
const docs = aFolder(files)
const cloud = await aCloud({ only: ['github'], docs })
afterAll(() => cloud.close())

const Tree = z.object({
  sha: z.string(),
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string(), type: z.string(), sha: z.string() })),
})

const get = (path: string, headers: Record<string, string> = {}, from = cloud) =>
  fetch(`${setting(from, 'GITHUB_API_URL')}${path}`, {
    headers: { 'user-agent': 'marginalia', ...headers },
  })
const repository = '/repos/local/docs'
const tree = async (ref: string, query = '', from = cloud) =>
  Tree.parse(await (await get(`${repository}/git/trees/${ref}${query}`, {}, from)).json())

test('objects have the names that Git gives them', async () => {
  const repo = aFolder(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`docs/${path}`, text])),
  )
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'core.autocrlf=false', ...args], {
      cwd: repo,
      encoding: 'utf8',
    }).trim()
  git('init', '--quiet')
  git('add', '.')
  const sha = git('write-tree')
  const lines = git('ls-tree', '-r', '-t', '--format=%(path) %(objectname)', sha).split('\n')
  const served = await tree('main', '?recursive=1')
  expect(served.sha).toBe(sha)
  expect(served.tree.map((entry) => `${entry.path} ${entry.sha}`)).toEqual(lines)
})

test('a blob comes as base64 in lines of sixty, or raw', async () => {
  const { tree: entries } = await tree('main', '?recursive=1')
  const sha = entries.find(({ path }) => path === 'docs/part-1/deep/x.md')?.sha
  const blob = await (await get(`${repository}/git/blobs/${sha}`)).json()
  expect(blob).toMatchObject({ size: 100, encoding: 'base64', sha })
  const Blob = z.object({ content: z.string() })
  const { content } = Blob.parse(blob)
  expect(content.split('\n').map(({ length }) => length)).toEqual([60, 60, 16, 0])
  expect(Buffer.from(content, 'base64').toString()).toBe('x'.repeat(100))
  const raw = await get(`${repository}/git/blobs/${sha}`, {
    accept: 'application/vnd.github.raw+json',
  })
  expect(await raw.text()).toBe('x'.repeat(100))
})

test('an edited page is seen at the next request, and nothing else changes', async () => {
  const before = await tree('main', '?recursive=1')
  writeFileSync(join(docs, 'intro.md'), '# Another intro\n')
  const after = await tree('main', '?recursive=1')
  const changed = after.tree.filter(({ sha }, n) => sha !== before.tree[n]?.sha)
  expect(changed.map(({ path }) => path)).toEqual(['docs', 'docs/intro.md'])
})

test('a commit that was read keeps its files, and the branch has those of now', async () => {
  const read = async (ref: string) =>
    await (await get(`/raw/local/docs/${ref}/docs/intro.md`)).text()
  const { sha } = z
    .object({ sha: z.string() })
    .parse(await (await get(`${repository}/commits/main`)).json())
  const before = await read(sha)
  writeFileSync(join(docs, 'intro.md'), '# The intro of now\n')
  expect([await read(sha), await read('main')]).toEqual([before, '# The intro of now\n'])
  expect(await read('0'.repeat(40))).toBe('404: Not Found')
})

test('a link out of the folder is not followed', async () => {
  const secret = join(aFolder({ 'secret.md': 'secret' }), 'secret.md')
  symlinkSync(secret, join(docs, 'link.md'))
  const { tree: entries } = await tree('main', '?recursive=1')
  expect(entries.map(({ path }) => path)).not.toContain('docs/link.md')
  rmSync(join(docs, 'link.md'))
})

test('an unchanged tree is a 304 to who has it', async () => {
  const first = await get(`${repository}/git/trees/main?recursive=1`)
  const etag = first.headers.get('etag') ?? ''
  const second = await get(`${repository}/git/trees/main?recursive=1`, { 'if-none-match': etag })
  expect([first.status, second.status]).toEqual([200, 304])
  expect(first.headers.get('x-ratelimit-remaining')).toMatch(/^[1-5]\d$/)
})

test('a tree too large for one listing says so and can be walked', async () => {
  const small = await aCloud({ only: ['github'], docs, github: { truncateAt: 2 } })
  const cut = await tree('main', '?recursive=1', small)
  expect([cut.truncated, cut.tree.length]).toEqual([true, 2])
  const root = await tree('main', '', small)
  expect(root.tree.map(({ path }) => path)).toEqual(['docs'])
  const inner = await tree(root.tree[0]?.sha ?? '', '', small)
  expect(inner.tree.map(({ path }) => path)).toEqual(['intro.md', 'part-1.md', 'part-1'])
  await small.close()
})

test.each([
  ['an unknown repository', '/repos/local/other/git/trees/main', 404, 'Not Found'],
  ['an unknown ref', `${repository}/git/trees/nowhere`, 404, 'Not Found'],
  ['an unknown blob', `${repository}/git/blobs/${'0'.repeat(40)}`, 404, 'Not Found'],
])('%s is not found', async (_what, path, status, message) => {
  const reply = await get(path)
  expect(reply.status).toBe(status)
  expect(await reply.json()).toMatchObject({ message, status: `${status}` })
})

test('a wrong token is bad credentials, and no user agent is forbidden', async () => {
  const wrong = await get(repository, { authorization: 'Bearer nonsense' })
  expect([wrong.status, await wrong.json()]).toMatchObject([401, { message: 'Bad credentials' }])
  expect((await get(repository, { 'user-agent': '' })).status).toBe(403)
})

test('an empty folder is an empty repository', async () => {
  const empty = await aCloud({ only: ['github'], docs: aFolder() })
  const reply = await get(`${repository}/git/trees/main?recursive=1`, {}, empty)
  expect([reply.status, await reply.json()]).toMatchObject([
    409,
    { message: 'Git Repository is empty.' },
  ])
  await empty.close()
})
