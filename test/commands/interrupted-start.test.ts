import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'marginalia-interrupted-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

function start() {
  const args = [join(root, 'dev/commands/start.ts'), '--port', '0', '--data', dataDir]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    env: { ...process.env, DATABASE_URL: '' },
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  return { child, output: () => output }
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

test('npm start goes on after a first ingestion that was interrupted', {
  timeout: 300_000,
}, async () => {
  const first = start()
  const firstEnd = ended(first.child)
  await expect.poll(first.output, { timeout: 120_000 }).toMatch(/Ingesting .* pages/)
  expect(existsSync(join(dataDir, 'running.json'))).toBe(true)
  first.child.kill('SIGINT')
  expect(await firstEnd).toBe(130)
  expect(first.output()).toMatch(/The next npm start goes on/)
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false)

  const second = start()
  const secondEnd = ended(second.child)
  await expect.poll(second.output, { timeout: 150_000 }).toMatch(/Marginalia is running/)
  expect(second.output()).toMatch(/Ingested \d+ chapters: \d+ passages/)
  second.child.kill('SIGHUP')
  expect(await secondEnd).toBe(0)
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
})
