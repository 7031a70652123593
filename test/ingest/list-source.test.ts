import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { createGitHub } from '../../lib/clients/github.ts'
import { listSource } from '../../lib/ingest/source/list-source.ts'

const sha = '0'.repeat(40)
const file = (path: string, mode = '100644') => ({ path, mode, type: 'blob', sha, size: 1 })
const folder = (path: string, ofSha: string) => ({
  path,
  mode: '040000',
  type: 'tree',
  sha: ofSha,
})

interface Listing {
  tree: object[]
  truncated?: boolean
}

/** Lists the source of a GitHub that has these trees, by the end of their address. */
async function listed(trees: Record<string, Listing>): Promise<string[]> {
  const server = createServer(({ url = '' }, response) => {
    const listing = trees[url.split('/trees/')[1] ?? '']
    response.writeHead(listing ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ sha, truncated: false, ...listing }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const apiUrl = `http://127.0.0.1:${port}`
  try {
    const github = createGitHub({ apiUrl, repository: 'owner/book', timeoutMs: 60_000 })
    return (await listSource(github, 'main', 'docs')).map(({ path }) => path)
  } finally {
    server.close()
  }
}

test('a symbolic link is no file: its bytes are the path it leads to', async () => {
  const tree = [file('docs/a.md'), file('docs/also-a.md', '120000'), file('docs/run.md', '100755')]
  expect(await listed({ 'main?recursive=1': { tree } })).toEqual(['docs/a.md', 'docs/run.md'])
})

test('a listing that is cut short is walked from the content folder', async () => {
  const paths = await listed({
    'main?recursive=1': { tree: [file('z.md')], truncated: true },
    main: { tree: [folder('docs', 'd')] },
    'd?recursive=1': { tree: [file('a.md')], truncated: true },
    d: { tree: [file('a.md'), folder('b', 'e')] },
    'e?recursive=1': { tree: [file('c.md')] },
  })
  expect(paths).toEqual(['docs/a.md', 'docs/b/c.md'])
})

test('a folder that is cut short by itself fails the listing: the rest is not gone', async () => {
  const cut = { tree: [file('a.md')], truncated: true }
  const trees = {
    'main?recursive=1': cut,
    main: { tree: [folder('docs', 'd')] },
    'd?recursive=1': cut,
    d: cut,
  }
  await expect(listed(trees)).rejects.toThrow(/too large to list/)
})
