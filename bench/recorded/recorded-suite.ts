import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import {
  type LocalSuite,
  type LocalSuiteOptions,
  readEvents,
  startLocalSuite,
} from '../../test/support/local-suite.ts'
import type { Script } from './server.ts'

const server = fileURLToPath(new URL('server.ts', import.meta.url))

const Counts = z.object({
  recorded: z.int(),
  same: z.int(),
  alike: z.int(),
  unknown: z.int(),
})

const Noted = z.array(z.object({ path: z.string(), body: z.string() }))

/** A request that was made of the services, as it came. */
export type Noted = z.infer<typeof Noted>[number]

export type RecordedSuite = Awaited<ReturnType<typeof startRecordedSuite>>

/**
 * A suite over stand-ins that answer with what the local cloud has once answered: asking the same
 * questions again costs those stand-ins next to nothing, in a process that is not this one.
 */
export async function startRecordedSuite(options: LocalSuiteOptions) {
  const child = fork(server)
  const [port] = z
    .tuple([z.int()])
    .rest(z.unknown())
    .parse(await once(child, 'message'))
  const url = `http://127.0.0.1:${port}`
  const control = async (to: {
    targets?: Record<string, string>
    waitsMs: Record<string, number>
    scripts?: Record<string, Script>
  }) => await fetch(`${url}/control`, { method: 'PUT', body: JSON.stringify(to) })
  const local: LocalSuite = await startLocalSuite({
    ...options,
    isIngested: false,
    settings: {
      ...options.settings,
      OPENROUTER_BASE_URL: `${url}/openrouter`,
      QDRANT_URL: `${url}/qdrant`,
      UPSTASH_REDIS_REST_URL: `${url}/upstash`,
      NEON_HTTP_URL: `${url}/neon`,
    },
  })
  const { settings } = local.cloud
  const targets = {
    openrouter: settings.OPENROUTER_BASE_URL ?? '',
    qdrant: settings.QDRANT_URL ?? '',
    upstash: settings.UPSTASH_REDIS_REST_URL ?? '',
    neon: settings.NEON_HTTP_URL ?? '',
  }
  await control({ targets, waitsMs: {} })
  const run = await local.ingest()
  // A run that left out pages is completed too: what is measured then is another book.
  if (run.status !== 'completed' || run.error_message)
    throw new Error(`Not ingested: ${run.error_message}`)
  return {
    local,
    url,
    /** From now on replies are those that were recorded, after these waits of each service. */
    replay: (waitsMs: Record<string, number> = {}) => control({ waitsMs }),
    /** The same, or recording, but these services write what they are told. */
    script: (scripts: Record<string, Script>, isRecording: boolean) =>
      control({ ...(isRecording && { targets }), waitsMs: {}, scripts }),
    /** From now on what is asked is passed on, to these services as well, and the reply kept. */
    record: (more: Record<string, string> = {}) =>
      control({ targets: { ...targets, ...more }, waitsMs: {} }),
    /** What a work asks for; `settled` ends when nothing follows it any more. */
    async requestsOf(work: () => Promise<unknown>, settled: () => Promise<unknown>) {
      await fetch(`${url}/noted`)
      await work()
      await settled()
      return Noted.parse(await (await fetch(`${url}/noted`, { method: 'DELETE' })).json())
    },
    counts: async () => Counts.parse(await (await fetch(`${url}/control`)).json()),
    async close() {
      await control({ targets, waitsMs: {} })
      await local.close()
      child.disconnect()
    },
  }
}

/** A question, and the conversation that was opened for it. */
export interface Asked {
  question: string
  session: Awaited<ReturnType<LocalSuite['openSession']>>
}

/** Asks these questions, so many at a time; says how many the model answered. */
export async function askAll(
  asked: Asked[],
  parallel: number,
  reply: (asked: Asked) => Promise<Response>,
): Promise<number> {
  const waiting = asked.values()
  let answered = 0
  const ask = async () => {
    for (const one of waiting) {
      const last = (await readEvents(await reply(one))).at(-1)
      if (last?.event !== 'done') continue
      const { answered: isAnswered, cached, degraded } = last.data
      if (isAnswered && cached === false && degraded.length === 0) answered += 1
    }
  }
  await Promise.all(Array.from({ length: parallel }, ask))
  return answered
}
