import * as z from 'zod/mini'
import type { RedisCommands, RedisPipeline } from './redis.ts'

/** No rest is longer: the nightly run looks in any case. */
const longestSeconds = 86_400
/** A look that has not ended by then has died, and the next cron looks. */
const lookSeconds = 600
/** A session that is idle for half an hour is over; those that began meanwhile are seen to as well. */
const laterSeconds = 46 * 60
const gatheredMs = 15 * 60_000

/** Does a cron's work, and gives the seconds until there may be more; undefined when nothing waits. */
type Work = () => Promise<number | undefined>

/**
 * Keeps a cron from asking Neon while nothing can be due, so that the database of an idle suite sleeps.
 */
export interface CronRest {
  /** Something has come up that a cron sees to, now or later. Never fails; a pipeline saves a request. */
  end(pipeline?: Pick<RedisPipeline, 'del'>): Promise<void>
  /** Looks, unless the last look has shown that nothing can be due yet. */
  orLook(work: Work): Promise<void>
  /** Looks in any case. */
  look(work: Work): Promise<void>
}

/** Time to look at what crons look at: at deliveries first, then, in an invocation of its own, at the house. */
export const Look = z.object({ look: z.enum(['deliveries', 'house']) })

export type Look = z.infer<typeof Look>

/** Redis keeps the rest of a cron. While it is away, and when it has forgotten, the cron looks. */
export function createCronRest(
  duty: 'deliveries' | 'house',
  commands: Pick<RedisCommands, 'get' | 'set' | 'del'>,
): CronRest {
  const key = `cron:rest:${duty}`
  const unlessAway = async (work: Promise<unknown>) => await work.catch(() => undefined)

  /** What comes up during a look takes its mark away, and then no rest follows. */
  async function look(work: Work) {
    await unlessAway(commands.set(key, 'looking', { ex: lookSeconds }))
    const seconds = (await work()) ?? longestSeconds
    const ex = Math.min(longestSeconds, Math.max(1, Math.ceil(seconds)))
    await unlessAway(commands.set(key, 'resting', { ex, xx: true }))
  }

  return {
    async end(pipeline) {
      if (pipeline) pipeline.del(key)
      else await unlessAway(commands.del(key))
    },
    async orLook(work) {
      if ((await unlessAway(commands.get(key))) !== 'resting') await look(work)
    },
    look,
  }
}

/**
 * Where there is no Redis, crons ask nothing between the nightly runs; what comes up has the queue bring
 * a look once it is over, at most one every quarter of an hour from each isolate.
 */
export function createQueuedLook(
  queue: { send(message: unknown, options: { delaySeconds: number }): Promise<unknown> },
  now: () => number,
): CronRest {
  let gatheredUntil = 0
  return {
    async end() {
      if (now() < gatheredUntil) return
      gatheredUntil = now() + gatheredMs
      const message: Look = { look: 'deliveries' }
      await queue.send(message, { delaySeconds: laterSeconds }).catch(() => {
        gatheredUntil = 0
      })
    },
    async orLook() {},
    async look(work) {
      await work()
    },
  }
}
