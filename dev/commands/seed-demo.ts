import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startCloud } from '../cloud/cloud.ts'
import { standInDatabaseUrl } from '../cloud/stand-ins.ts'
import { type DemoTarget, removeDemo, writeDemo } from '../demo/write-demo.ts'
import { applySchema } from '../suite/apply-schema.ts'
import { isInUse, runningFile, takeDataDir } from './data-dir.ts'
import { runCommand, UsageError } from './usage-error.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const usage = `
Usage: npm run seed-demo [-- --remove] [--data DIR]

Fills the local suite's own database with 90 days of made-up traffic, or removes it again.`

// Fills the local stack's own database, running or not, and no other: a real one has no such key.
await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, remove: { type: 'boolean', default: false } },
  })
  const dataDir = values.data === undefined ? join(root, '.marginalia') : resolve(values.data)
  await onDatabase(dataDir, async (target) => {
    if (values.remove) {
      await removeDemo(target)
      console.log('The made-up traffic is gone.')
      return
    }
    const { sessions, questions } = await writeDemo(target, Date.now())
    console.log(
      `Made up ${questions} questions in ${sessions} sessions of 90 days. Look at /admin of the local suite (npm start).`,
    )
  })
})

async function onDatabase(dataDir: string, work: (target: DemoTarget) => Promise<void>) {
  if (isInUse(dataDir)) return await work(runningDatabase(dataDir))
  const letGo = takeDataDir(dataDir, { fresh: false })
  const cloud = await startCloud({ docs: join(root, 'handbook'), dataDir, only: ['neon'] })
  const target = localTarget(cloud.settings)
  await applySchema({ ...target, exactSearch: true })
  await work(target)
  await cloud.close()
  letGo()
}

function runningDatabase(dataDir: string): DemoTarget {
  const file = join(dataDir, runningFile)
  if (!existsSync(file)) {
    throw new UsageError('The local suite is still starting; try again when its URL is printed.')
  }
  return localTarget(JSON.parse(readFileSync(file, 'utf8')))
}

function localTarget({ DATABASE_URL, NEON_HTTP_URL }: NodeJS.Dict<string>): DemoTarget {
  const isLocal =
    DATABASE_URL === standInDatabaseUrl && NEON_HTTP_URL?.startsWith('http://127.0.0.1:')
  if (isLocal && NEON_HTTP_URL) return { databaseUrl: DATABASE_URL, httpUrl: NEON_HTTP_URL }
  throw new UsageError(
    'The local suite uses a database of your own, which is left alone; start it without DATABASE_URL.',
  )
}
