import type { Consumer } from './worker-config.ts'

/** The most messages that the local runtime gives at once. */
const mostGiven = 100

/** As many messages as a Worker's consumer takes at once, in all batches: the runtime gives them in one. */
export const takenAtOnce = ({ max_batch_size, max_concurrency }: Consumer): number =>
  Math.min(max_batch_size * max_concurrency, mostGiven)

/**
 * A module around a Worker that hands it several batches at once, as Cloudflare does up to
 * `max_concurrency`; the local runtime waits for the end of one before it gives the next. Of those that
 * it has given at once only a batch that fails comes again.
 */
export const concurrentBatches = (workerModule: string, consumers: Consumer[]): string => `
import worker from './${workerModule}'
const sizes = ${JSON.stringify(Object.fromEntries(consumers.map((one) => [one.queue, one.max_batch_size])))}
export default {
  ...worker,
  async queue({ queue, messages, metadata }, env, ctx) {
    const batches = []
    for (let from = 0; from < messages.length; from += sizes[queue]) {
      batches.push(batch(messages.slice(from, from + sizes[queue]), { queue, metadata }))
    }
    await Promise.all(batches.map((one) => consume(one, env, ctx)))
  },
}
const batch = (messages, of) => ({
  ...of,
  messages,
  ackAll: () => messages.forEach((message) => message.ack()),
  retryAll: (options) => messages.forEach((message) => message.retry(options)),
})
async function consume(batch, env, ctx) {
  try {
    await worker.queue(batch, env, ctx)
  } catch (error) {
    console.error(error)
    batch.retryAll()
  }
}`
