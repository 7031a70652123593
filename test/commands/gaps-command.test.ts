import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bookPath } from '../support/book.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const oil = 'What did early lamps burn?'
const glass = 'What is the glass cleaned with?'
const anchor = 'Where is the spare anchor chain?'

let branch: string
let live: LocalSuite
let preview: LocalSuite
beforeAll(async () => {
  branch = await mkdtemp(join(tmpdir(), 'marginalia-branch-'))
  await cp(bookPath, branch, { recursive: true })
  await writeFile(
    join(branch, 'Part-1-lamps/02-lamp-oil.md'),
    '# Lamp oil\n\n## Wicks\n\nA wick is trimmed with scissors.\n',
  )
  await writeFile(
    join(branch, 'Part-2-keepers/03-the-anchor.md'),
    '# The anchor\n\n## Chain\n\nThe spare anchor chain is in the boat shed.\n',
  )
  preview = await startLocalSuite({ docs: branch })
  // The database that a test reads is that of the suite which started last.
  live = await startLocalSuite({ settings: { GAPS_ASKED_PER_RUN: '20' } })
  for (const question of [oil, oil, glass, anchor])
    await (await live.ask({ question }, undefined, 'application/json')).text()
  await until(
    () => live.sql`select count(*)::int as n from query_logs`,
    (rows) => rows[0]?.n === 4,
  )
  await live.ingest()
  await until(
    () => live.sql`select count(*)::int as n from ingestion_runs where gaps_checked_at is not null`,
    (rows) => (rows[0]?.n ?? 0) >= 1,
  )
  await until(
    () => live.sql`select count(*)::int as n from gaps`,
    (rows) => rows[0]?.n === 1,
  )
})
afterAll(async () => {
  await Promise.all([live.close(), preview.close()])
  await rm(branch, { recursive: true, force: true })
})

/** The suites run in this process, so the command is waited for without stopping it. */
function run(args: string[], env: Record<string, string> = {}, command = 'gaps') {
  const { promise, resolve } = Promise.withResolvers<{
    code: number | null
    stdout: string
    stderr: string
  }>()
  const NODE_OPTIONS = '--disable-warning=ExperimentalWarning'
  const child = spawn(process.execPath, [join(root, `dev/commands/${command}.ts`), ...args], {
    env: { ...process.env, NODE_OPTIONS, ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (bytes) => {
    stdout += bytes
  })
  child.stderr.on('data', (bytes) => {
    stderr += bytes
  })
  child.on('close', (code) => resolve({ code, stdout, stderr }))
  return promise
}

test('a branch is asked what readers ask of the real suite: exit code 1 says that it breaks an answer', async () => {
  const { code, stdout } = await run([
    ...['--check', '--url', preview.suite.url, '--questions-of', live.suite.url],
  ])
  expect(stdout.split('\n')).toEqual([
    'Of 2 answers this would break 1.',
    `  refused: ${oil}`,
    'Of 1 open gaps this would close 1.',
    `  ${anchor}`,
    '',
  ])
  expect(code).toBe(1)
})

test('a branch that breaks nothing is exit code 0', async () => {
  const { code, stdout } = await run([
    ...['--check', '--url', live.suite.url, '--questions-of', live.suite.url],
  ])
  expect(stdout).toContain('Of 2 answers this would break 0.')
  expect(stdout).toContain('Of 1 open gaps this would close 0.')
  expect(code).toBe(0)
})

test('a suite is asked again what its latest run was asked', async () => {
  const { code, stdout } = await run(['--check', '--url', live.suite.url])
  expect(stdout).toMatch(/^1 gaps are open\.\n {2}Where is the spare anchor chain\?/)
  expect(stdout).toMatch(/Run \d+ broke 0 answers\./)
  expect(code).toBe(0)
})

const mistakes = [
  ['an unknown option', ['--chekc'], /chekc/],
  ['minutes that are none', ['--check', '--minutes', 'soon'], /--minutes must be a number/],
  [
    'a limit that is none',
    ['--check', '--questions-of', 'LIVE', '--limit', '0'],
    /--limit must be/,
  ],
  ['another suite without --check', ['--questions-of', 'LIVE'], /name --check too/],
  ['a suite that is away', ['--url', 'http://127.0.0.1:9'], /Nothing answers at/],
] as const

test.each(mistakes)('%s is exit code 2 and a line that says what to do', async (_, args, line) => {
  const given = args.map((arg) => (arg === 'LIVE' ? live.suite.url : arg))
  const { code, stderr } = await run(given)
  expect(code).toBe(2)
  expect(stderr).toMatch(line)
})

test('a token that is not right is exit code 2', async () => {
  const { code, stderr } = await run(['--url', live.suite.url], { ADMIN_TOKEN: 'not-the-token' })
  expect(code).toBe(2)
  expect(stderr).toContain('/v1/admin/gaps')
})

test('what a suite could not answer for want of a service decides nothing', async () => {
  preview.cloud.faults.openrouter.set({ kind: 'down' })
  const { code, stderr } = await run([
    ...['--check', '--url', preview.suite.url, '--questions-of', live.suite.url],
  ])
  preview.cloud.faults.openrouter.clear()
  expect(code).toBe(2)
  expect(stderr).toMatch(/says nothing: it was answered without|was not answered/)
})

test('an answer is given again in a terminal: exit code 0 as long as it is as good as it was', async () => {
  const [row] = await live.sql`select query_id from query_logs where question = ${glass}`
  const replay = [String(row?.query_id), '--url', live.suite.url]
  const same = await run(replay, {}, 'replay')
  expect(same.stdout).toContain(glass)
  expect(same.stdout).toMatch(/: answered, \d+ sources, (\d+) of \1 citations verified/)
  expect(same.stdout).toMatch(/Now: answered, \d+ sources/)
  expect(same.stdout).toContain('0 passages more, 0 fewer.')
  expect(same.code).toBe(0)

  const unknown = await run([crypto.randomUUID(), '--url', live.suite.url], {}, 'replay')
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain('There is no question')

  const saved = { version: 0, values: { retrieval_floor: 1 } }
  const put = { method: 'PUT', headers: adminHeaders, body: JSON.stringify(saved) }
  expect((await live.request('/v1/admin/settings', put)).status).toBe(200)
  const refused = await run(replay, {}, 'replay')
  expect(refused.stdout).toContain('Now: not answered')
  expect(refused.code).toBe(1)
})
