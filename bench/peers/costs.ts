import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { workerCpuMs } from '../worker-process.ts'
import type { Contestant } from './first-tokens.ts'

/** One that is asked: gives whether the answer came from the model. */
export interface Asked {
  name: Contestant
  /** Its process; Linux only. */
  worker: string | undefined
  ask(question: string): Promise<boolean>
}

export interface Cost {
  /** CPU of the Worker for a question, of each block. */
  cpuMs: number[]
  perSecond: number[]
  asked: number
  answered: number
}

const parallel = 16
// What V8 has to compile and to learn belongs to no question.
const warmUps = 60
// What follows the last byte costs as well: the queues gather messages for a second.
const afterMs = 1500

/** Asks each the same questions, a block at a time by turns. */
export async function measureCosts(
  all: Asked[],
  questions: string[],
  blocks: number,
): Promise<Map<Contestant, Cost>> {
  const costs = new Map<Contestant, Cost>(
    all.map(({ name }) => [name, { cpuMs: [], perSecond: [], asked: 0, answered: 0 }]),
  )
  const size = Math.floor((questions.length - warmUps) / blocks)
  for (const one of all) await askAll(one, questions.slice(0, warmUps))
  for (let block = 0; block < blocks; block += 1) {
    const from = warmUps + block * size
    const asked = questions.slice(from, from + size)
    for (const at of all.keys()) {
      const one = all[(at + block) % all.length]
      const cost = one && costs.get(one.name)
      if (!one || !cost) continue
      const { cpuMs, perSecond, answered } = await measureBlock(one, asked)
      cost.cpuMs.push(cpuMs)
      cost.perSecond.push(perSecond)
      cost.asked += asked.length
      cost.answered += answered
    }
  }
  return costs
}

async function measureBlock(one: Asked, questions: string[]) {
  await pause(afterMs)
  const before = { cpu: await workerCpuMs(one.worker), at: performance.now() }
  const answered = await askAll(one, questions)
  const seconds = (performance.now() - before.at) / 1000
  await pause(afterMs)
  const cpu = (await workerCpuMs(one.worker)) ?? Number.NaN
  return {
    cpuMs: (cpu - (before.cpu ?? Number.NaN)) / questions.length,
    perSecond: questions.length / seconds,
    answered,
  }
}

/** Asks all of them, so many at a time; gives how many were answered by the model. */
async function askAll({ ask }: Asked, questions: string[]): Promise<number> {
  const waiting = [...questions]
  let answered = 0
  const askOn = async () => {
    for (let question = waiting.pop(); question !== undefined; question = waiting.pop())
      if (await ask(question)) answered += 1
  }
  await Promise.all(Array.from({ length: parallel }, askOn))
  return answered
}
