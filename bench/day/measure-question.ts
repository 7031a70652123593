import { fileURLToPath } from 'node:url'
import type { PerQuestion } from '../../dev/plans/day-of-questions.ts'
import { Settings } from '../../lib/env.ts'
import { type LocalSuite, startLocalSuite, untilQuiet } from '../../test/support/local-suite.ts'
import { workerCpuMs } from '../worker-process.ts'

const handbook = fileURLToPath(new URL('../../handbook', import.meta.url))
const asked = Object.keys(Settings.shape)
  .filter((name) => /^(?:TIMEOUT|RATE|BUDGET|RETRIEVAL|BREAKER|CONTENT|WEBHOOK)_/.test(name))
  .map((name) => `What does ${name} do?`)
const warmUps = 10

/** What a question takes, each in a session of its own, with all that follows its last byte. */
export async function measureQuestion(): Promise<PerQuestion & { questions: number }> {
  const local = await startLocalSuite({ docs: handbook })
  try {
    for (const question of asked.slice(0, warmUps)) await ask(local, question)
    await untilQuiet(local)
    const questions = asked.slice(warmUps)
    const before = { bytes: await storedBytes(local), cpu: (await workerCpuMs()) ?? Number.NaN }
    for (const log of Object.values(local.cloud.requests)) log.reset()
    for (const question of questions) await ask(local, question)
    await untilQuiet(local)
    const cpu = ((await workerCpuMs()) ?? Number.NaN) - before.cpu
    const counts = Object.values(local.cloud.requests).map(({ entries }) => entries.length)
    const [tokens] = await local.sql`
      select avg((usage ->> 'prompt_tokens')::int)::float8 as prompt,
        avg((usage ->> 'completion_tokens')::int)::float8 as completion from query_logs`
    const each = (sum: number) => sum / questions.length
    return {
      questions: questions.length,
      requests: each(counts.reduce((sum, count) => sum + count, 0)),
      cpuMs: each(cpu),
      storedBytes: each((await storedBytes(local)) - before.bytes),
      promptTokens: Number(tokens?.prompt),
      completionTokens: Number(tokens?.completion),
    }
  } finally {
    await local.close()
  }
}

async function ask(local: LocalSuite, question: string) {
  await (await local.ask({ question })).text()
}

/** The bytes of the tables that grow with every question, with their indexes. */
async function storedBytes({ sql }: LocalSuite): Promise<number> {
  const [row] = await sql`
    select sum(pg_total_relation_size(name::regclass))::float8 as bytes
    from unnest(array['sessions', 'query_logs', 'messages']) as name`
  return Number(row?.bytes)
}
