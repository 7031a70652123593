import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { type LocalSuite, readEvents, startLocalSuite } from '../test/support/local-suite.ts'
import { type ProfiledFunction, profileWorker } from './cpu-profile.ts'
import { workerCpuMs } from './worker-process.ts'

const handbook = fileURLToPath(new URL('../handbook', import.meta.url))
// What V8 has to compile and to learn belongs to no question.
const warmUps = 40
const parallel = 8

export interface CpuFigures {
  questions: number
  /** Of them, answered by the model: neither refused nor from the cache. */
  answered: number
  cpuMs: number | undefined
  perSecond: number
}

/** What a question costs the Worker: CPU of all of workerd, while different questions are asked. */
export async function benchWorkerCpu(): Promise<CpuFigures> {
  const local = await startLocalSuite({ docs: handbook })
  const questions = await questionsOf(local)
  const asked = questions.slice(warmUps)
  await askAll(local, questions.slice(0, warmUps))
  const from = { cpu: await workerCpuMs(), at: performance.now() }
  const answered = await askAll(local, asked)
  const seconds = (performance.now() - from.at) / 1000
  // What follows the last byte costs as well.
  await pause(1500)
  const cpu = await workerCpuMs()
  await local.close()
  const cpuMs =
    cpu === undefined || from.cpu === undefined ? undefined : (cpu - from.cpu) / asked.length
  return { questions: asked.length, answered, cpuMs, perSecond: asked.length / seconds }
}

/** Where that CPU goes: the functions that take the most of it themselves. */
export async function profileQuestions(): Promise<ProfiledFunction[]> {
  const local = await startLocalSuite({ docs: handbook, isInspected: true })
  const questions = await questionsOf(local)
  await askAll(local, questions.slice(0, warmUps))
  const functions = await profileWorker(await local.suite.inspector(), async () => {
    await askAll(local, questions.slice(warmUps))
    await pause(1500)
  })
  await local.close()
  return functions.slice(0, 30)
}

export function printProfile(functions: ProfiledFunction[]) {
  console.log('\nOf the time in which the isolate was busy')
  for (const { name, share } of functions)
    console.log(`${(share * 100).toFixed(1).padStart(6)} %  ${name}`)
}

const Sections = z.array(z.object({ section: z.string() }))

/** A question for each section of the book. */
async function questionsOf({ sql }: LocalSuite): Promise<string[]> {
  const rows =
    await sql`select distinct section from documents where section <> '' order by section`
  return Sections.parse(rows).map(({ section }) => `What does the handbook say about ${section}?`)
}

/** Asks each question in a conversation of its own; says how many the model answered. */
async function askAll(local: LocalSuite, questions: string[]): Promise<number> {
  const waiting = [...questions]
  let answered = 0
  const ask = async () => {
    for (let question = waiting.pop(); question !== undefined; question = waiting.pop()) {
      const last = (await readEvents(await local.ask({ question }))).at(-1)
      if (last?.event === 'done' && last.data.answered && last.data.cached === false) answered += 1
    }
  }
  await Promise.all(Array.from({ length: parallel }, ask))
  return answered
}

export function printWorkerCpu({ questions, answered, cpuMs, perSecond }: CpuFigures) {
  console.log(
    `\nCPU of the Worker: ${cpuMs?.toFixed(1) ?? 'unknown'} ms a question; ${questions} different ` +
      `questions, ${answered} answered by the model, ${perSecond.toFixed(1)} a second, ${parallel} at a time`,
  )
}
