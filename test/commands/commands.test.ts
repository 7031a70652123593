import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { takeDataDir } from '../../dev/commands/data-dir.ts'
import { ownSettings } from '../../dev/commands/own-settings.ts'
import { bookPath } from '../support/book.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let empty: string
beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), 'marginalia-commands-'))
})
afterAll(() => rmSync(empty, { recursive: true, force: true }))

function run(command: string, ...args: string[]) {
  const { status, stderr, stdout } = spawnSync(
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
  return { status, lines: stderr.trim().split('\n'), stdout }
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

test.each(
  readdirSync(join(root, 'dev/commands')).filter((name) =>
    readFileSync(join(root, 'dev/commands', name), 'utf8').includes('await runCommand(usage,'),
  ),
)('%s --help says how it is used', (file) => {
  const { status, stdout } = run(file.replace(/\.ts$/, ''), '--help')
  expect(stdout).toMatch(/^Usage: .*npm run |^Usage: npm start/)
  expect(status).toBe(0)
})

test('without a suite, ask, ingest and parity say in one line what to do', () => {
  const nothing = 'http://127.0.0.1:9'
  expectOneLine(run('ask', '--url', nothing, 'Why?'), /Nothing answers at .*; run npm start/)
  expectOneLine(run('ingest', '--url', nothing), /Nothing answers at .*; run npm start/)
  expectOneLine(run('ask', '--url', 'book', 'Why?'), /--url: book is not a URL/)
  expectOneLine(run('parity', '--data', empty), /No local suite is running: start it/)
})

test('what a suite left behind that was killed is not taken for a running one', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'marginalia-commands-'))
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeFileSync(join(dataDir, 'running.pid'), String(pid))
  writeFileSync(join(dataDir, 'running.json'), '{"DATABASE_URL": "postgres://nobody@127.0.0.1/x"}')
  expectOneLine(run('parity', '--data', dataDir), /No local suite is running/)
  writeFileSync(join(dataDir, 'marginalia.json'), '{}')
  takeDataDir(dataDir, { fresh: false })()
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
  rmSync(dataDir, { recursive: true })
})

test('.dev.vars sets what is local and leaves the deployment alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-commands-'))
  writeFileSync(
    join(folder, '.dev.vars'),
    'RETRIEVAL_FLOOR="0.2"\nDATABASE_URL="postgresql://owner@db.example/book"\nADMIN_TOKEN="secret-of-mine"\nGITHUB_TOKEN=""\n',
  )
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  expect(await ownSettings(folder)).toEqual({ RETRIEVAL_FLOOR: '0.2' })
  expect(said.mock.calls.flat()).toEqual([
    expect.stringMatching(/^\.dev\.vars: left alone.*: ADMIN_TOKEN, DATABASE_URL\./),
  ])
  said.mockRestore()
  rmSync(folder, { recursive: true })
})

const chatAlone = `main = "dist/chat/chat.js"
compatibility_date = "2026-10-23"
compatibility_flags = ["enable_request_signal"]
assets = { directory = "widget/no-pages", binding = "ASSETS" }
queues.producers = [{ binding = "JOURNAL_QUEUE", queue = "journal" }]
`

test('the doctor looks at every file that it is told Workers are deployed by', () => {
  const fileOf = (name: string, text: string) => {
    writeFileSync(join(empty, name), text)
    return join(empty, name)
  }
  const files = [
    'wrangler.toml',
    fileOf('chat.toml', chatAlone),
    fileOf('without.toml', chatAlone.replace(', binding = "ASSETS"', '')),
    join(empty, 'none.toml'),
  ]
  const { stdout } = run('doctor', ...files.flatMap((file) => ['--config', file]))
  expect(stdout.split('\n').filter((line) => line.includes('configuration:'))).toEqual([
    'ok  configuration: wrangler.toml has all that Workers are bound to',
    'ok  configuration: chat.toml has all that Workers are bound to',
    expect.stringMatching(/^DO {2}configuration: without\.toml, assets\.binding: a Worker reads/),
    expect.stringMatching(/^DO {2}configuration: ENOENT.*none\.toml/),
  ])
})
