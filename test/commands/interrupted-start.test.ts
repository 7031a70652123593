import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'marginalia-interrupted-'))
const docs = mkdtempSync(join(tmpdir(), 'marginalia-interrupted-docs-'))
afterAll(() => {
  for (const folder of [dataDir, docs]) rmSync(folder, { recursive: true, force: true })
})

// Large enough for the small model to be at it for some seconds.
for (let page = 1; page <= 8; page += 1) {
  const sections = Array.from({ length: 10 }, (_, section) => {
    const sentence = `Lamp ${page}.${section} burns oil of cask ${page * section} until the keeper trims it.`
    return `## Lamp ${page}.${section}\n\n${`${sentence} `.repeat(8)}\n`
  })
  writeFileSync(join(docs, `lamps-${page}.md`), `# Lamps ${page}\n\n${sections.join('\n')}`)
}

function start() {
  const args = [
    join(root, 'dev/commands/start.ts'),
    '--port',
    '0',
    '--docs',
    docs,
    '--data',
    dataDir,
  ]
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

/** Runs a command to its end beside the suite. */
async function command(name: string, ...args: string[]) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, `dev/commands/${name}.ts`), ...args],
    { env: { ...process.env, DATABASE_URL: '' } },
  )
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  return { code: await ended(child), output }
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

test('npm start goes on after a first ingestion that was interrupted, answers, and nothing differs', {
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
  const [url = ''] =
    second.output().match(/(?<=Ask in the browser +)http:\/\/127\.0\.0\.1:\d+/) ?? []
  const asked = command('ask', '--url', url, 'Which cask does lamp 3.2 burn oil of?')
  expect((await asked).output).toMatch(/cask 6/)
  expect((await asked).code).toBe(0)
  // A book of lamps does not say this, and the exit code tells so.
  const refused = await command('ask', '--url', url, 'Who was the first president of Uruguay?')
  expect(refused.code).toBe(1)
  const parity = await command('parity', '--data', dataDir)
  expect(parity.output).toMatch(/\d+ passages in Neon, and the same in Qdrant: nothing differed\./)
  expect(parity.code).toBe(0)
  second.child.kill('SIGHUP')
  expect(await secondEnd).toBe(0)
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
})
