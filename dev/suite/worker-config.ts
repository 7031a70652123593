import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'smol-toml'
import * as z from 'zod/mini'

/** No Worker can be deployed by this configuration; the message says where and why. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const needed = { error: 'a Worker reads its own texts by assets with binding = "ASSETS"' }
const FunctionAssets = z.object(
  { directory: z.string(), binding: z.literal('ASSETS', needed) },
  needed,
)

const Consumer = z.object({
  queue: z.string(),
  max_batch_size: z.int(),
  max_batch_timeout: z.number(),
  max_retries: z.int(),
  retry_delay: z.int(),
  max_concurrency: z.int(),
  dead_letter_queue: z.string(),
})

/** How a Worker consumes a queue. */
export type Consumer = z.infer<typeof Consumer>

const Bindings = z.object({
  main: z.string(),
  vars: z._default(z.record(z.string(), z.string()), {}),
  queues: z.object({
    producers: z._default(z.array(z.object({ binding: z.string(), queue: z.string() })), []),
    consumers: z._default(z.array(Consumer), []),
  }),
  ratelimits: z._default(
    z.array(
      z.object({
        name: z.string(),
        namespace_id: z.string(),
        simple: z.object({ limit: z.int(), period: z.literal([10, 60]) }),
      }),
    ),
    [],
  ),
  triggers: z._default(z.object({ crons: z.array(z.string()) }), { crons: [] }),
})

const Config = z.object({
  ...Bindings.shape,
  // A function alone may be deployed by a file of its own, and runs first for no path.
  assets: z.object(
    { ...FunctionAssets.shape, run_worker_first: z._default(z.array(z.string()), []) },
    needed,
  ),
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()),
  env: z._default(z.record(z.string(), z.extend(Bindings, { assets: FunctionAssets })), {}),
})

/** The functions that have a URL of their own. */
export const functionNames = [
  'chat',
  'sessions',
  'webhooks',
  'ingest',
  'admin',
  'telegram',
  'slack',
  'discord',
  'search',
  'mcp',
] as const
export type FunctionName = (typeof functionNames)[number]

const wranglerToml = fileURLToPath(new URL('../../wrangler.toml', import.meta.url))

/** What wrangler.toml, or a file like it, says of the suite or of one function; throws a ConfigError. */
export async function readWorkerConfig(name?: FunctionName, file = wranglerToml) {
  const text = await readFile(file, 'utf8')
  const parsed = Config.safeParse(parse(text))
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new ConfigError(`${basename(file)}, ${issues.join('; ')}`)
  }
  const config = parsed.data
  const { compatibility_date, compatibility_flags } = config
  const shared = { compatibility_date, compatibility_flags }
  if (name === undefined) return { ...config, ...shared, assets: config.assets }
  const own = config.env[name]
  if (!own) throw new Error(`wrangler.toml has no environment ${name}`)
  // A function alone runs first for no path: the few files it has are served beside it.
  return { ...own, ...shared, assets: { ...own.assets, run_worker_first: [] } }
}

/** The names of the queues that a Worker consumes, each followed by that of its dead letters. */
export const queueNames = ({ queues }: Pick<z.infer<typeof Bindings>, 'queues'>): string[] =>
  queues.consumers.flatMap(({ queue, dead_letter_queue }) => [queue, dead_letter_queue])
