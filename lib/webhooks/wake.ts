import * as z from 'zod/mini'
import { type CronRest, Look } from '../clients/cron-rest.ts'
import { Event } from './events.ts'

/** https://developers.cloudflare.com/queues/platform/limits */
const mostDelaySeconds = 43_200

/** The part of a Cloudflare queue that webhooks use. */
export interface MessageQueue {
  send(message: unknown, options?: { delaySeconds?: number }): Promise<unknown>
  sendBatch(messages: { body: unknown }[]): Promise<unknown>
}

/** Says that a webhook has deliveries to make; harmless however often it comes. */
export const Wake = z.object({
  wake: z.uuid(),
  /** Unix time in milliseconds before which nothing is due. */
  not_before: z.optional(z.number()),
})

/** Says that the team's own tools are to be told of the hand-offs of a session; harmless however often. */
export const RelayMessage = z.object({ relay: z.uuid() })

export type RelayMessage = z.infer<typeof RelayMessage>

/**
 * What comes off the queue: a wake, a look, a relay, or an event that could not be recorded when it happened.
 */
export const QueueMessage = z.union([Wake, Look, RelayMessage, Event])

/** Cloudflare Queues take no more messages than these in one batch. */
const batchLimit = 100

export type Waker = ReturnType<typeof createWaker>

export interface WakerDeps {
  queue: MessageQueue
  now: () => number
  /** The rest of the cron that finds what no wake reached. */
  rest: Pick<CronRest, 'end'>
}

/** Wakes webhooks' deliveries through the queue: each in an invocation of its own. */
export function createWaker({ queue, now, rest }: WakerDeps) {
  return {
    /** Throws while the queue is away. Whatever becomes of the messages, the next cron looks. */
    async wake(webhookIds: string[]): Promise<void> {
      if (webhookIds.length === 0) return
      await Promise.all([sendAll(webhookIds), rest.end()])
    },

    /** Wakes a webhook after so many seconds; what is further off than a queue may wait goes in steps. */
    async wakeIn(webhookId: string, seconds: number): Promise<void> {
      const delaySeconds = Math.min(Math.ceil(seconds), mostDelaySeconds)
      const isStep = seconds > mostDelaySeconds
      const message: WakeMessage = {
        wake: webhookId,
        ...(isStep && { not_before: now() + seconds * 1000 }),
      }
      await queue.send(message, { delaySeconds })
    },
  }

  async function sendAll(webhookIds: string[]) {
    for (let start = 0; start < webhookIds.length; start += batchLimit) {
      const chunk = webhookIds.slice(start, start + batchLimit)
      await queue.sendBatch(chunk.map((wake) => ({ body: { wake } satisfies WakeMessage })))
    }
  }
}

type WakeMessage = z.infer<typeof Wake>
