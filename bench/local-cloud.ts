import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { buildPublicFolder } from '../dev/site/build-site.ts'
import { startLocalSuite } from '../test/support/local-suite.ts'
import type { Asking } from './readers.ts'
import { questionsAbout } from './recorded/questions.ts'
import { threadCpuMs } from './thread-cpu.ts'
import { workerCpuMs } from './worker-process.ts'

const textbook = fileURLToPath(new URL('../../shared/corpora/textbook/docs', import.meta.url))
const handbook = fileURLToPath(new URL('../handbook', import.meta.url))
const readers = fileURLToPath(new URL('readers.ts', import.meta.url))

const parallel = 16
// What V8 has to compile and to learn belongs to no question.
const warmUps = 200
const asked = 600
// What follows the last byte costs as well: the queues gather messages for a second.
const afterMs = 2000

export interface LocalCloudFigures {
  questions: number
  answered: number
  perSecond: number
  /** Of a question, by whose it is; the Worker's, and this process's threads'. */
  cpuMs: Record<string, number>
}

/** How many different questions a second the local cloud answers, with stand-ins that wait for nothing. */
export async function benchLocalCloud(): Promise<LocalCloudFigures> {
  await buildPublicFolder()
  const local = await startLocalSuite({ docs: existsSync(textbook) ? textbook : handbook })
  const child = fork(readers)
  const ask = async (questions: string[]) => {
    const sessions: Asking['questions'] = []
    for (const question of questions) {
      const { session_id, token } = await local.openSession()
      sessions.push({ question, session_id, token })
    }
    await pause(afterMs)
    const before = { cpu: await takeCpu(), at: performance.now() }
    child.send({ url: local.suite.url, parallel, questions: sessions } satisfies Asking)
    const [answered] = z
      .tuple([z.int()])
      .rest(z.unknown())
      .parse(await once(child, 'message'))
    const seconds = (performance.now() - before.at) / 1000
    await pause(afterMs)
    const after = await takeCpu()
    return { answered, seconds, cpuMs: since(before.cpu, after, questions.length) }
  }
  const questions = await questionsAbout(local, warmUps + asked)
  await ask(questions.slice(0, warmUps))
  const { answered, seconds, cpuMs } = await ask(questions.slice(warmUps))
  child.disconnect()
  await local.close()
  const count = questions.length - warmUps
  return { questions: count, answered, perSecond: count / seconds, cpuMs }
}

async function takeCpu(): Promise<Map<string, number>> {
  const worker = await workerCpuMs()
  const threads = await threadCpuMs()
  return new Map([...(worker === undefined ? [] : [['worker', worker] as const]), ...threads])
}

const since = (before: Map<string, number>, after: Map<string, number>, questions: number) =>
  Object.fromEntries(
    [...after]
      .map(([name, ms]) => [name, (ms - (before.get(name) ?? 0)) / questions] as const)
      .filter(([, ms]) => ms >= 0.05),
  )

export function printLocalCloud(figures: LocalCloudFigures) {
  const { questions, answered, perSecond, cpuMs } = figures
  const total = Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0)
  const parts = Object.entries(cpuMs).map(([name, ms]) => `${name} ${ms.toFixed(1)}`)
  console.log(
    `\nThe local cloud: ${perSecond.toFixed(1)} different questions a second, ${parallel} at a time ` +
      `(${questions}, ${answered} answered by the model); CPU of a question ${total.toFixed(1)} ms: ${parts.join(', ')}`,
  )
}
