import * as z from 'zod/mini'
import { Event } from './events.ts'

/** The part of a Cloudflare queue that webhooks use. */
export interface MessageQueue {
  send(message: unknown, options?: { delaySeconds?: number }): Promise<unknown>
  sendBatch(messages: { body: unknown }[]): Promise<unknown>
}

/** Says that a webhook has deliveries to make; harmless however often it comes. */
export const Wake = z.object({ wake: z.uuid() })

/** What comes off the queue: a wake, or an event that could not be recorded when it happened. */
export const QueueMessage = z.union([Wake, Event])

/** Cloudflare Queues take no more messages than these in one batch. */
const batchLimit = 100

export type Waker = ReturnType<typeof createWaker>

/** Wakes webhooks' deliveries through the queue: each in an invocation of its own. */
export function createWaker({ queue }: { queue: MessageQueue }) {
  return {
    async wake(webhookIds: string[]): Promise<void> {
      for (let start = 0; start < webhookIds.length; start += batchLimit) {
        const chunk = webhookIds.slice(start, start + batchLimit)
        await queue.sendBatch(chunk.map((wake) => ({ body: { wake } satisfies WakeMessage })))
      }
    },

    async wakeIn(webhookId: string, seconds: number): Promise<void> {
      await queue.send({ wake: webhookId } satisfies WakeMessage, {
        delaySeconds: Math.ceil(seconds),
      })
    },
  }
}

type WakeMessage = z.infer<typeof Wake>
