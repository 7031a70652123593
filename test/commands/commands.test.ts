import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bookPath } from '../support/book.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let empty: string
beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), 'marginalia-commands-'))
})
afterAll(() => rmSync(empty, { recursive: true, force: true }))

function run(command: string, ...args: string[]) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, `dev/commands/${command}.ts`), ...args],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        DATABASE_URL: '',
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      },
    },
  )
  return { status, lines: stderr.trim().split('\n') }
}

function expectOneLine({ status, lines }: ReturnType<typeof run>, pattern: RegExp) {
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(pattern)
  expect(status).toBe(2)
}

test('a --docs folder that is not there is one line that says what to do', () => {
  expectOneLine(
    run('start', '--docs', join(empty, 'nowhere')),
    /--docs: there is no folder .*; name one/,
  )
})

test('a --docs folder without Markdown is one line that says what to do', () => {
  expectOneLine(run('demo', '--docs', empty), /--docs: .* holds no \.md or \.mdx file; name/)
})

test('a port in use is one line that says what to do', async () => {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  expectOneLine(run('start', '--port', port), /--port: \d+ is in use; .* name another/)
  server.close()
})

test('a data directory that is not ours is left alone, with one line that says what to do', () => {
  writeFileSync(join(empty, 'thesis.txt'), 'years of work')
  for (const extra of [[], ['--fresh']]) {
    expectOneLine(
      run('start', '--port', '0', '--docs', bookPath, '--data', empty, ...extra),
      /--data: .* holds something that is not Marginalia's; name/,
    )
  }
})

test('a database of one’s own is never filled with made-up traffic', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'marginalia-commands-'))
  writeFileSync(join(dataDir, 'running.pid'), String(process.pid))
  const settings = {
    DATABASE_URL: 'postgres://marginalia:dev-neon-password@127.0.0.1:5432/marginalia',
    NEON_HTTP_URL: 'http://127.0.0.1:9/sql',
  }
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify(settings))
  expectOneLine(
    run('seed-demo', '--data', dataDir),
    /database of your own, which is left alone; start it without/,
  )
  rmSync(dataDir, { recursive: true })
})

test('an unknown flag and a missing question are one line', () => {
  expectOneLine(run('start', '--colour'), /--colour/)
  expectOneLine(run('ask'), /Ask something/)
  expectOneLine(run('db-apply'), /Set DATABASE_URL/)
})
