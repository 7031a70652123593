import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'smol-toml'
import * as z from 'zod/mini'
import { limitAsSet } from '../suite/rate-limiters.ts'

/** The file that wrangler deploys by: wrangler.toml with the owner's name, settings and queues. */
export const ownConfigFile = 'wrangler.own.toml'

const Queues = z.looseObject({
  producers: z.array(z.looseObject({ queue: z.string() })),
  consumers: z.array(z.looseObject({ queue: z.string(), dead_letter_queue: z.string() })),
})
const Limiter = z.looseObject({
  name: z.string(),
  namespace_id: z.string(),
  simple: z.looseObject({ limit: z.number() }),
})
const Config = z.looseObject({
  name: z.string(),
  vars: z.record(z.string(), z.string()),
  queues: Queues,
  ratelimits: z.array(Limiter),
})

/**
 * Writes the owner's configuration beside wrangler.toml, and gives the names of its queues. They begin
 * with the Worker's name, so that a second book or a staging suite can live on one account.
 */
export function writeOwnConfig(
  from: string,
  to: string,
  { name, vars }: { name: string; vars: Record<string, string> },
): string[] {
  const text = readFileSync(join(from, 'wrangler.toml'), 'utf8')
  const { env: _, ...config } = Config.parse(parse(text))
  const own = (queue: string) => `${name}-${queue}`
  const producers = config.queues.producers.map((one) => ({ ...one, queue: own(one.queue) }))
  const consumers = config.queues.consumers.map((one) => ({
    ...one,
    queue: own(one.queue),
    dead_letter_queue: own(one.dead_letter_queue),
  }))
  const whole = {
    ...config,
    name,
    vars: { ...config.vars, ...vars },
    queues: { producers, consumers },
    // Limiters of one id count together, across all Workers of the account.
    ratelimits: config.ratelimits.map((one) => ({
      ...limitAsSet(one, vars),
      namespace_id: String(numberOf(`${name}:${one.name}`)),
    })),
  }
  writeFileSync(join(to, ownConfigFile), stringify(whole))
  return consumers.flatMap(({ queue, dead_letter_queue }) => [queue, dead_letter_queue])
}

/** A positive number of 31 bits, the same for the same text. */
const numberOf = (text: string) =>
  createHash('sha256').update(text).digest().readUInt32BE(0) & 0x7fffffff || 1
