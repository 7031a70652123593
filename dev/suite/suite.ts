import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import * as z from 'zod/mini'
import { buildWorker, sourceOf } from './build-worker.ts'
import { concurrentBatches, takenAtOnce } from './concurrent-batches.ts'
import { directFetch, networkBinding } from './direct-fetch.ts'
import { frontDoor, frontDoorEntrypoint, siteBinding } from './front-door.ts'
import { Invocation, type Plan, planGuard, planPath } from './plan-guard.ts'
import { limitAsSet } from './rate-limiters.ts'
import { type Consumer, type FunctionName, readWorkerConfig } from './worker-config.ts'

export interface SuiteOptions {
  /** The bindings that are not queues: settings and secrets. */
  settings: Record<string, string>
  /** One function alone instead of the suite. */
  name?: FunctionName
  /** Code that runs in its place; what its file is bundled to when absent. */
  script?: string
  /** The port on 127.0.0.1; any free one when absent. */
  port?: number
  /** Whether a debugger can look into the Worker. */
  isInspected?: boolean
  /** The folder that is served beside the API; the one wrangler.toml names when absent, `false` for none. */
  assets?: string | false
  /** Holds every invocation to the limits of Cloudflare's plan. */
  plan?: Plan
}

/** A line that the Worker has written to its console. */
export interface LogLine {
  level: string
  message: string
}

export interface Suite {
  url: string
  /** The console's lines so far, at most the last thousand. */
  logs: LogLine[]
  /** The cron triggers that wrangler.toml sets. */
  crons: string[]
  /** Fires a cron trigger and waits for its end. */
  scheduled(cron: string): Promise<void>
  /** Puts a message on one of the Worker's queues. */
  send(binding: string, message: unknown): Promise<void>
  /** What each invocation has made so far; nothing without a plan. */
  invocations(): Promise<Invocation[]>
  /** Where a debugger finds the Worker that is inspected. */
  inspector(): Promise<URL>
  close(): Promise<void>
}

const keptLogs = 1000
const workerName = 'marginalia'
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs the suite, or one function, in workerd as wrangler.toml describes it. */
export async function startSuite({
  settings,
  name,
  script,
  port = 0,
  isInspected = false,
  assets,
  plan,
}: SuiteOptions): Promise<Suite> {
  const config = await readWorkerConfig(name)
  const logs: LogLine[] = []
  const workerFirst = assets === false ? undefined : config.assets.run_worker_first
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: workerName,
      modulesRoot: root,
      modules: modulesOf({
        script: script ?? (await buildWorker(sourceOf(config.main))),
        consumers: config.queues.consumers,
        plan,
        workerFirst,
      }),
      serviceBindings: { ...networkBinding, ...siteBinding(workerName) },
      compatibilityDate: config.compatibility_date,
      compatibilityFlags: config.compatibility_flags,
      bindings: { ...config.vars, ...settings },
      queueProducers: Object.fromEntries(
        config.queues.producers.map(({ binding, queue }) => [binding, { queueName: queue }]),
      ),
      queueConsumers: Object.fromEntries(
        config.queues.consumers.map((consumer) => [
          consumer.queue,
          {
            maxBatchSize: takenAtOnce(consumer),
            maxBatchTimeout: consumer.max_batch_timeout,
            maxRetries: consumer.max_retries,
            retryDelay: consumer.retry_delay,
            deadLetterQueue: consumer.dead_letter_queue,
          },
        ]),
      ),
      ratelimits: Object.fromEntries(
        config.ratelimits.map((one) => [one.name, limitAsSet(one, settings)]),
      ),
      ...(assets !== false && { assets: filesOf(config, assets) }),
      host: '127.0.0.1',
      unsafeDirectSockets: [{ host: '127.0.0.1', port, entrypoint: frontDoorEntrypoint }],
      ...(isInspected && { inspectorPort: 0 }),
      cf: false,
      log: new Log(LogLevel.ERROR),
      telemetry: { enabled: false },
      handleStructuredLogs: ({ level, message }) => {
        logs.push({ level, message })
        if (logs.length > keptLogs) logs.shift()
      },
    }),
  )
  const url = await miniflare.unsafeGetDirectURL(workerName, frontDoorEntrypoint)
  return {
    url: url.origin,
    logs,
    crons: config.triggers.crons,
    scheduled: async (cron) => {
      const worker = await miniflare.getWorker()
      await worker.scheduled({ cron })
    },
    send: async (binding, message) => {
      const queue = await miniflare.getQueueProducer(binding)
      await queue.send(message)
    },
    invocations: async () => {
      if (!plan) return []
      const response = await fetch(`${url.origin}${planPath}`)
      return z.array(Invocation).parse(await response.json())
    },
    inspector: () => miniflare.getInspectorURL(),
    close: () => miniflare.dispose(),
  }
}

/** What is served beside the API, and for which paths the Worker is asked first. */
const filesOf = ({ assets }: Awaited<ReturnType<typeof readWorkerConfig>>, folder?: string) => ({
  directory: folder ?? join(root, assets.directory),
  binding: assets.binding,
  ...(assets.run_worker_first.length > 0 && { run_worker_first: assets.run_worker_first }),
  routerConfig: { has_user_worker: true },
})

interface WorkerCode {
  script: string
  consumers: Consumer[]
  plan: Plan | undefined
  workerFirst: string[] | undefined
}

/** The Worker's modules, of which the first runs it: itself, or the guard of a plan around it. */
function modulesOf({ script, consumers, plan, workerFirst }: WorkerCode) {
  const guard = plan && planGuard(plan, 'marginalia.js')
  const inner = guard ? 'plan-entry.js' : 'marginalia.js'
  const modules = {
    'entry.js': `import './direct-fetch.js'\nexport { default } from './concurrent-batches.js'\nexport * from './front-door.js'`,
    'concurrent-batches.js': concurrentBatches(inner, consumers),
    'direct-fetch.js': directFetch,
    'front-door.js': frontDoor(inner, workerFirst),
    ...(guard && { 'plan-entry.js': guard.entry, 'plan-patch.js': guard.patch }),
    'marginalia.js': script,
  }
  return Object.entries(modules).map(([name, contents]) => ({
    type: 'ESModule' as const,
    path: join(root, name),
    contents,
  }))
}
