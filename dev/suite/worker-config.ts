import { readFile } from 'node:fs/promises'
import { parse } from 'smol-toml'
import * as z from 'zod/mini'

const Bindings = z.object({
  main: z.string(),
  vars: z._default(z.record(z.string(), z.string()), {}),
  queues: z.object({
    producers: z._default(z.array(z.object({ binding: z.string(), queue: z.string() })), []),
    consumers: z._default(
      z.array(
        z.object({
          queue: z.string(),
          max_batch_size: z.int(),
          max_batch_timeout: z.number(),
          max_retries: z.int(),
          retry_delay: z.int(),
          dead_letter_queue: z.string(),
        }),
      ),
      [],
    ),
  }),
  triggers: z._default(z.object({ crons: z.array(z.string()) }), { crons: [] }),
})

const Config = z.object({
  ...Bindings.shape,
  assets: z.object({ directory: z.string(), run_worker_first: z.array(z.string()) }),
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()),
  env: z.record(z.string(), Bindings),
})

/** The functions that have a URL of their own. */
export type FunctionName = 'chat' | 'sessions' | 'webhooks' | 'ingest' | 'admin' | 'telegram'

/** What wrangler.toml says of the suite or of one function. */
export async function readWorkerConfig(name?: FunctionName) {
  const text = await readFile(new URL('../../wrangler.toml', import.meta.url), 'utf8')
  const config = Config.parse(parse(text))
  const own = name === undefined ? config : config.env[name]
  if (!own) throw new Error(`wrangler.toml has no environment ${name}`)
  const { compatibility_date, compatibility_flags } = config
  const assets = name === undefined ? config.assets : undefined
  return { ...own, compatibility_date, compatibility_flags, assets }
}
