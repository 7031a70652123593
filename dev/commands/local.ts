import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Cloud, startCloud } from '../cloud/cloud.ts'
import { bookAddress, buildLocalSite } from '../site/build-site.ts'
import { applySchema } from '../suite/apply-schema.ts'
import { planReport } from '../suite/plan-guard.ts'
import { developmentSecrets } from '../suite/secrets.ts'
import { type Suite, startSuite } from '../suite/suite.ts'
import { takeDataDir, writeRunning } from './data-dir.ts'
import { ingest } from './ingest-progress.ts'
import { endInterruptedRun } from './interrupted-run.ts'
import { defaultPort, type LocalOptions } from './local-options.ts'
import { ownSettings } from './own-settings.ts'
import { withoutOtherHandlers } from './stop-signal.ts'

export interface Local {
  suite: Suite
  cloud: Cloud
  close(): Promise<void>
}

/**
 * The whole of Marginalia on this machine: cloud, tables, functions, and the book ingested. Undefined
 * when `stop` came first; all that was started has then ended.
 */
export async function startLocal(
  options: LocalOptions,
  stop: AbortSignal,
): Promise<Local | undefined> {
  const letGo = takeDataDir(options.dataDir, options)
  // However this process ends: the file holds secrets.
  process.once('exit', letGo)
  console.log('Starting the local cloud …')
  const cloud = await startCloud({
    docs: options.docs,
    dataDir: options.dataDir,
    profile: options.profile,
    real: realServices(process.env),
  })
  const database = {
    databaseUrl: cloud.settings.DATABASE_URL ?? '',
    httpUrl: cloud.settings.NEON_HTTP_URL,
  }
  await applySchema({ ...database, exactSearch: true })
  await endInterruptedRun(database)
  const settings = {
    ...cloud.settings,
    ...developmentSecrets,
    ...localSettings,
    CONTENT_SITE_URL: `http://127.0.0.1:${options.port || defaultPort}${bookAddress}`,
    ...(await ownSettings(root)),
  }
  const assets = join(options.dataDir, 'site')
  await buildLocalSite(options.docs, assets)
  const suite = await withoutOtherHandlers(() =>
    startSuite({ settings, port: options.port, assets, plan: options.plan }),
  )
  writeRunning(options.dataDir, settings)
  const close = async () => {
    await suite.close()
    await cloud.close()
    letGo()
  }
  const isIngested = await ingestBook(suite, settings.ADMIN_TOKEN, stop).catch(async (error) => {
    await close()
    throw error
  })
  if (isIngested) {
    const [first = ''] = planReport(options.plan, await suite.invocations()).split('\n')
    console.log(first)
    return { suite, cloud, close }
  }
  await close()
  console.log('Stopped. The next npm start goes on where this one was.')
  return undefined
}

/** Whether the book was ingested before `stop` came. */
async function ingestBook(suite: Suite, adminToken: string, stop: AbortSignal): Promise<boolean> {
  try {
    const options = { allow_mass_deletion: true }
    await ingest({ url: suite.url, adminToken, options, signal: stop })
    return true
  } catch (error) {
    if (stop.aborted) return false
    throw error
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

// One person at a keyboard is every caller, the small model takes its time with a whole book, and
// webhooks go to receivers on this machine.
const localSettings = {
  RATE_LIMIT_NEW_SESSIONS_PER_HOUR: '1000',
  CHALLENGE_ADDRESS_SESSIONS_PER_MINUTE: '1000',
  TIMEOUT_INGESTION_MS: '600000',
  WEBHOOK_ALLOW_PRIVATE: 'true',
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
