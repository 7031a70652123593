import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { readEvents } from '../../test/support/local-suite.ts'
import { askChat } from '../chat-worker.ts'
import { measureQuietly } from '../machine.ts'
import type { Noted } from '../recorded/recorded-suite.ts'
import { workerCpuMs } from '../worker-process.ts'
import { askPeer } from './ask-peer.ts'
import type { Contest } from './contest.ts'
import type { Contestant } from './first-tokens.ts'

/** What a question costs, of each block of questions. */
export interface Cost {
  /** CPU of the Worker for a question. */
  cpuMs: number[]
  perSecond: number[]
  asked: number
  /** By the model, neither refused nor from the cache. */
  answered: number
}

const parallel = 16
const blocks = 5
// What follows the last byte costs as well: the queues gather messages for a second.
const afterMs = 1500
const asking = ['ours', 'ai_sdk', 'langchain', 'rag_chat', 'waits'] as const
const contestants = [...asking, 'requests'] as const
// Whose requests are made again by a Worker that does nothing else.
const answersNoted = 20
// The stand-ins answer at once here, so that nothing follows an answer for longer.
const quietMs = 300

/** Asks everybody all questions once, so that the replies are known and the code is compiled. */
export async function recordQuestions(contest: Contest, questions: string[]) {
  await contest.record()
  for (const name of asking) await askAll(contest, name, questions)
  await tellRequests(contest, questions.slice(0, answersNoted))
}

/** Tells the Worker that makes Marginalia's requests alone what they are. */
async function tellRequests(contest: Contest, questions: string[]) {
  const { url, peers, chat, local, requestsOf } = contest
  await contest.replay('none')
  const answers: { requests: Noted[]; reply: string }[] = []
  for (const question of questions) {
    const session = await local.openSession()
    let reply = ''
    const ask = async () => {
      reply = await (await askChat(chat, question, session)).text()
    }
    const requests = await requestsOf(ask, () => pause(quietMs))
    const isWhole = requests.some(({ path }) => path.endsWith('/chat/completions'))
    if (isWhole) answers.push({ requests, reply })
  }
  await fetch(peers.requests.url, { method: 'PUT', body: JSON.stringify({ url, answers }) })
}

/** Asks everybody the same questions, a block at a time by turns. A block of a busy machine is asked once more. */
export async function measureCosts(
  contest: Contest,
  questions: string[],
): Promise<Map<Contestant, Cost>> {
  const costs = new Map<Contestant, Cost>()
  const size = Math.floor(questions.length / blocks)
  for (let block = 0; block < blocks; block += 1) {
    const asked = questions.slice(block * size, (block + 1) * size)
    for (const at of contestants.keys()) {
      const name = contestants[(at + block) % contestants.length] ?? 'ours'
      const { cpuMs, perSecond, answered } = await measureQuietBlock(contest, name, asked)
      const cost = costs.get(name) ?? { cpuMs: [], perSecond: [], asked: 0, answered: 0 }
      costs.set(name, {
        cpuMs: [...cost.cpuMs, cpuMs],
        perSecond: [...cost.perSecond, perSecond],
        asked: cost.asked + asked.length,
        answered: cost.answered + answered,
      })
    }
  }
  return costs
}

async function measureQuietBlock(contest: Contest, name: Contestant, questions: string[]) {
  const { figures } = await measureQuietly(() => measureBlock(contest, name, questions))
  return figures
}

async function measureBlock(contest: Contest, name: Contestant, questions: string[]) {
  // What this isolate's answers have left in the cache is forgotten.
  await contest.replay('none')
  const worker = (name === 'ours' ? contest.chat : contest.peers[name]).worker
  const sessions = name === 'ours' ? await openSessions(contest, questions.length) : []
  await pause(afterMs)
  const before = { cpu: await workerCpuMs(worker), at: performance.now() }
  const answered = await askAll(contest, name, questions, sessions)
  const seconds = (performance.now() - before.at) / 1000
  await pause(afterMs)
  const cpu = (await workerCpuMs(worker)) ?? Number.NaN
  return {
    cpuMs: (cpu - (before.cpu ?? Number.NaN)) / questions.length,
    perSecond: questions.length / seconds,
    answered,
  }
}

type Session = Awaited<ReturnType<Contest['local']['openSession']>>

async function openSessions({ local }: Contest, count: number): Promise<Session[]> {
  const sessions: Session[] = []
  await eachOf(count, async () => {
    sessions.push(await local.openSession())
  })
  return sessions
}

/** Asks all of them, so many at a time; gives how many were answered by the model. */
async function askAll(
  contest: Contest,
  name: Contestant,
  questions: string[],
  sessions: Session[] = [],
): Promise<number> {
  let answered = 0
  await eachOf(questions.length, async (at) => {
    const question = questions[at] ?? ''
    const isAnswered =
      name === 'ours'
        ? await askOurs(contest, question, sessions[at])
        : await askTheirs(contest, name, question)
    if (isAnswered) answered += 1
  })
  return answered
}

async function askOurs(
  { chat, local }: Contest,
  question: string,
  session?: Session,
): Promise<boolean> {
  const reply = await askChat(chat, question, session ?? (await local.openSession()))
  const last = (await readEvents(reply)).at(-1)
  if (last?.event !== 'done') return false
  return last.data.answered && last.data.cached === false && last.data.degraded.length === 0
}

async function askTheirs(
  { peers }: Contest,
  name: Exclude<Contestant, 'ours'>,
  question: string,
): Promise<boolean> {
  const response = await askPeer(peers[name], { question })
  const text = await response.text()
  return response.ok && text.length > 0 && !text.includes('NO_ANSWER')
}

/** Does so many works, some at a time. */
async function eachOf(count: number, work: (at: number) => Promise<void>) {
  let next = 0
  const workOn = async () => {
    for (let at = next++; at < count; at = next++) await work(at)
  }
  await Promise.all(Array.from({ length: parallel }, workOn))
}
