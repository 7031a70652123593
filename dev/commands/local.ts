import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { type Cloud, startCloud } from '../cloud/cloud.ts'
import { bookAddress, buildLocalSite } from '../site/build-site.ts'
import { applySchema } from '../suite/apply-schema.ts'
import { developmentSecrets } from '../suite/secrets.ts'
import { type Suite, startSuite } from '../suite/suite.ts'
import { runningFile, takeDataDir } from './data-dir.ts'
import { ingest } from './ingest-progress.ts'
import { defaultPort, type LocalOptions } from './local-options.ts'

export interface Local {
  suite: Suite
  cloud: Cloud
  close(): Promise<void>
}

/** The whole of Marginalia on this machine: cloud, tables, functions, and the book ingested. */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const letGo = takeDataDir(options.dataDir, options)
  console.log('Starting the local cloud …')
  const cloud = await startCloud({
    docs: options.docs,
    dataDir: options.dataDir,
    real: realServices(process.env),
  })
  const { DATABASE_URL = '', NEON_HTTP_URL } = cloud.settings
  await applySchema({ databaseUrl: DATABASE_URL, httpUrl: NEON_HTTP_URL, exactSearch: true })
  const settings = {
    ...cloud.settings,
    ...developmentSecrets,
    ...localSettings,
    CONTENT_SITE_URL: `http://127.0.0.1:${options.port || defaultPort}${bookAddress}`,
    ...definedOf(await ownSettings()),
  }
  const assets = join(options.dataDir, 'site')
  await buildLocalSite(options.docs, assets)
  const suite = await startSuite({ settings, port: options.port, assets })
  await writeFile(join(options.dataDir, runningFile), JSON.stringify(settings), { mode: 0o600 })
  const close = async () => {
    await rm(join(options.dataDir, runningFile), { force: true })
    await suite.close()
    await cloud.close()
    letGo()
  }
  await ingest({
    url: suite.url,
    adminToken: settings.ADMIN_TOKEN,
    options: { allow_mass_deletion: true },
  })
  return { suite, cloud, close }
}

// One person at a keyboard is every caller, the small model takes its time with a whole book, and
// webhooks go to receivers on this machine.
const localSettings = {
  RATE_LIMIT_NEW_SESSIONS_PER_HOUR: '1000',
  TIMEOUT_INGESTION_MS: '600000',
  WEBHOOK_ALLOW_PRIVATE: 'true',
}

/** Settings of one's own, from the same file that wrangler reads. */
async function ownSettings(): Promise<NodeJS.Dict<string>> {
  const text = await readFile(new URL('../../.dev.vars', import.meta.url), 'utf8').catch(() => '')
  return parseEnv(text)
}

function realServices(env: NodeJS.ProcessEnv) {
  const { REDIS_URL, QDRANT_URL, QDRANT_API_KEY, DATABASE_URL, OPENROUTER_API_KEY } = env
  return {
    ...(REDIS_URL && { redisUrl: REDIS_URL }),
    ...(QDRANT_URL && { qdrantUrl: QDRANT_URL }),
    ...(QDRANT_API_KEY && { qdrantApiKey: QDRANT_API_KEY }),
    ...(DATABASE_URL && { databaseUrl: DATABASE_URL }),
    ...(OPENROUTER_API_KEY && { openrouterApiKey: OPENROUTER_API_KEY }),
  }
}

const definedOf = (values: NodeJS.Dict<string>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
