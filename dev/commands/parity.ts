import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createNeon } from '../../lib/clients/neon.ts'
import { createQdrant } from '../../lib/clients/qdrant.ts'
import { compareStores, repairStores } from '../../lib/ingest/run/parity.ts'
import { createPassagesInPostgres } from '../../lib/retrieval/passages-in-postgres.ts'
import { isInUse, runningFile } from './data-dir.ts'
import { runCommand, UsageError } from './usage-error.ts'

const timeoutMs = 60_000

const usage = `
Usage: npm run parity [-- --dry-run] [--data DIR]

Compares the passages in Neon and Qdrant, and mends Qdrant from Neon.
  --dry-run    only compares
  --data DIR   the folder of the local stack that is running
With DATABASE_URL, QDRANT_URL and QDRANT_API_KEY in the environment, it takes those instead; without the two
of Qdrant there is no second store to compare with.`

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
  })
  const setting = readSetting(values.data)
  const embeddingModel = setting('OPENROUTER_EMBEDDING_MODEL', 'qwen/qwen3-embedding-0.6b')
  const neon = createNeon({
    url: setting('DATABASE_URL'),
    httpUrl: setting('NEON_HTTP_URL', '') || undefined,
    timeoutMs,
  })
  const url = setting('QDRANT_URL', '')
  const collection = setting('QDRANT_COLLECTION', 'textbook-passages')
  const qdrant = url
    ? createQdrant({ url, apiKey: setting('QDRANT_API_KEY'), collection, timeoutMs })
    : createPassagesInPostgres(neon)
  const compare = values['dry-run'] ? compareStores : repairStores
  const { passages, vectors_in, missing, different, orphaned, unrepairable } = await compare({
    neon,
    qdrant,
    embeddingModel,
  })
  if (vectors_in === 'neon') {
    console.log(`${passages} passages in Neon, with their vectors: there is no second store.`)
    return
  }
  if (missing.length + different.length + orphaned.length === 0) {
    console.log(`${passages} passages in Neon, and the same in Qdrant: nothing differed.`)
    return
  }
  console.log(
    `${passages} passages in Neon. In Qdrant ${missing.length} are missing, ${different.length} differ, ` +
      `${orphaned.length} are orphaned. ${values['dry-run'] ? 'Nothing was changed.' : 'What differed is mended.'}`,
  )
  if (unrepairable.length === 0) return
  console.log(`${unrepairable.length} have no embedding in Neon: run an ingestion with force.`)
  process.exitCode = 1
})

/** Settings of the environment, else those of the local stack that is running. */
function readSetting(dataDir = fileURLToPath(new URL('../../.marginalia', import.meta.url))) {
  const file = join(dataDir, runningFile)
  // What a suite left behind that was killed leads nowhere.
  const isLocal = !process.env.DATABASE_URL && existsSync(file) && isInUse(dataDir)
  const source: NodeJS.Dict<string> = isLocal ? JSON.parse(readFileSync(file, 'utf8')) : process.env
  return (name: string, fallback?: string): string => {
    // An empty value is left out, as in the functions' settings.
    const value = source[name] || fallback
    if (value !== undefined) return value
    throw new UsageError(
      `No local suite is running: start it with npm start, or set ${name} and the other settings of your services.`,
    )
  }
}
