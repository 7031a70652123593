import * as z from 'zod/mini'

/** Requests that an invocation of a Worker may make. https://developers.cloudflare.com/workers/platform/limits */
export const subrequestLimits = { free: 50, paid: 10_000 } as const
export const openConnections = 6

export type Plan = keyof typeof subrequestLimits

export const Invocation = z.object({
  /** `GET /health`, `queue ingestion`, `cron * * * * *`. */
  what: z.string(),
  requests: z.int(),
  /** The most connections that waited for a reply at once. */
  mostOpen: z.int(),
  /** Requests that had to wait for a connection. */
  queued: z.int(),
})
export type Invocation = z.infer<typeof Invocation>

/** Where the guard tells what each invocation has made so far. */
export const planPath = '/__plan'

/**
 * Modules around a Worker that hold it to Cloudflare's limits as Cloudflare does: a seventh connection
 * waits for one of six to have its reply, and a request past the plan's number fails.
 */
export function planGuard(plan: Plan, workerModule: string): { entry: string; patch: string } {
  const patch = `
import { AsyncLocalStorage } from 'node:async_hooks'
export const invocation = new AsyncLocalStorage()
export const invocations = []
const real = globalThis.fetch
globalThis.fetch = async (...args) => {
  const own = invocation.getStore()
  if (!own) return await real(...args)
  own.requests += 1
  if (own.requests > ${subrequestLimits[plan]}) throw new Error('Too many subrequests.')
  if (own.open >= ${openConnections}) {
    own.queued += 1
    await new Promise((resolve) => own.waiting.push(resolve))
  }
  own.open += 1
  own.mostOpen = Math.max(own.mostOpen, own.open)
  try {
    return await real(...args)
  } finally {
    own.open -= 1
    own.waiting.shift()?.()
  }
}
// What a stream does as it is read is its invocation's too, and so is what follows its last byte.
const Stream = globalThis.ReadableStream
const within = (source, name) =>
  source[name] && { [name]: AsyncLocalStorage.bind((...args) => source[name](...args)) }
globalThis.ReadableStream = class extends Stream {
  constructor(source, strategy) {
    const isOurs = source && invocation.getStore()
    super(
      isOurs
        ? { ...source, ...within(source, 'start'), ...within(source, 'pull'), ...within(source, 'cancel') }
        : source,
      strategy,
    )
  }
}
export const begin = (what, work) => {
  const own = { what, requests: 0, open: 0, mostOpen: 0, queued: 0, waiting: [] }
  invocations.push(own)
  if (invocations.length > 20000) invocations.shift()
  return invocation.run(own, work)
}`
  const entry = `
import { begin, invocations } from './plan-patch.js'
import worker from './${workerModule}'
const told = ({ what, requests, mostOpen, queued }) => ({ what, requests, mostOpen, queued })
export default {
  fetch(request, env, ctx) {
    const { pathname } = new URL(request.url)
    if (pathname === '${planPath}') return Response.json(invocations.map(told))
    return begin(request.method + ' ' + pathname, () => worker.fetch(request, env, ctx))
  },
  queue: (batch, env, ctx) => begin('queue ' + batch.queue, () => worker.queue?.(batch, env, ctx)),
  scheduled: (controller, env, ctx) =>
    begin('cron ' + controller.cron, () => worker.scheduled?.(controller, env, ctx)),
}`
  return { entry, patch }
}

/** What the invocations have made, in a line each kind, the most of each first. */
export function planReport(plan: Plan, invocations: Invocation[]): string {
  const kinds = Map.groupBy(invocations, ({ what }) => what)
  const lines = [...kinds].map(([what, all]) => ({
    what,
    count: all.length,
    most: Math.max(...all.map(({ requests }) => requests)),
  }))
  const over = invocations.filter(({ requests }) => requests > subrequestLimits[plan]).length
  return [
    `Under Cloudflare's plan ${plan}: ${over} of ${invocations.length} invocations were over ${subrequestLimits[plan]} requests.`,
    ...lines
      .sort((a, b) => b.most - a.most)
      .map(({ what, count, most }) => `  ${what}: ${count}, at most ${most} requests`),
  ].join('\n')
}
