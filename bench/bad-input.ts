import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { emptyState, stateKey } from '../lib/conversation/conversation-state.ts'
import { askChat, startChatWorker } from './chat-worker.ts'
import type { PlainWorker } from './plain-worker.ts'
import { questionsAbout } from './recorded/questions.ts'
import {
  type Asked,
  askAll,
  type RecordedSuite,
  startRecordedSuite,
} from './recorded/recorded-suite.ts'
import type { Script } from './recorded/server.ts'
import { median } from './statistics.ts'
import { workerCpuMs } from './worker-process.ts'

const handbook = fileURLToPath(new URL('../handbook', import.meta.url))

const blocks = 5
const blockSize = 10
const parallel = 4
const pages = 60
// What follows the last byte costs as well: the queues gather messages for a second.
const afterMs = 1500

const padding = 'x'.repeat(1_000_000)

/** Eight megabytes of something that nobody asked for, within a JSON object that has what is asked for. */
const padded = (begins: string): Script => ({
  type: 'application/json',
  begins: `{${begins},"more":["`,
  repeats: padding,
  times: 8,
  ends: '"]}',
})

const piece = JSON.stringify({ choices: [{ delta: { content: 'and so on '.repeat(10) } }] })
const keepAlive = JSON.stringify({ choices: [{ delta: { content: '' } }] })

/** Eight megabytes of events, sent in writes of many. */
const streamed = (event: string): Script => ({
  type: 'text/event-stream',
  begins: '',
  repeats: `data: ${event}\n\n`.repeat(Math.ceil(16_384 / event.length)),
  times: 488,
  ends: 'data: [DONE]\n\n',
})

const vector = JSON.stringify(Array.from({ length: 1024 }, () => 0.03125))
const noRows = '{"fields":[],"rows":[]}'

interface Kind {
  scripts?: Record<string, Script>
  /** Each passage found has 2,000 characters. */
  isOfLongPassages?: boolean
  /** What was said before, in turns. */
  turns?: number
}

const kinds = {
  ordinary: {},
  'Neon: 8 MB': { scripts: { neon: padded(`"results":[${Array(3).fill(noRows).join()}]`) } },
  'embedding: 8 MB': {
    scripts: { 'openrouter/embeddings': padded(`"data":[{"index":0,"embedding":${vector}}]`) },
  },
  'Qdrant: 8 MB': { scripts: { qdrant: padded('"status":"ok","result":{"points":[]}') } },
  'Redis: 8 MB': { scripts: { upstash: padded('"result":1') } },
  'model: 8 MB': { scripts: { 'openrouter/chat/completions': streamed(piece) } },
  'model: 8 MB without text': {
    scripts: { 'openrouter/chat/completions': streamed(keepAlive) },
  },
  '60 passages of 2,000 characters': { isOfLongPassages: true },
  'a history of 200 turns': { turns: 200 },
} satisfies Record<string, Kind>

const names = Object.keys(kinds) as (keyof typeof kinds)[]

export interface BadInputFigures {
  kind: string
  questions: number
  /** By the model, from the pages, with nothing missing. */
  answered: number
  /** Of the Worker for a question, by blocks. */
  cpuMs: number[]
}

/** What a question costs the chat function, alone, when what it is given is far longer than it should be. */
export async function benchBadInput(): Promise<BadInputFigures[]> {
  const docs = await bookOf()
  const suite = await startRecordedSuite({
    docs,
    // Every question is to read the long reply.
    settings: { BREAKER_FAILURES: '1000000', RATE_LIMIT_NEW_SESSIONS_PER_HOUR: '100000' },
  })
  const chat = await startChatWorker(suite.local.settings, new URL(suite.url).host)
  const said = await questionsAbout(suite.local, 100_000)
  const ordinary = said.filter((question) => !question.includes('keeper of lamp'))
  const ofLamps = Array.from({ length: blocks * blockSize }, (_, at) => aboutLamp(at))
  const ask = (name: keyof typeof kinds, block: number, isRecording: boolean) => {
    const kind: Kind = kinds[name]
    const from = (kind.isOfLongPassages ? ofLamps : ordinary).slice(block * blockSize)
    return askBlock({ suite, chat }, kind, from.slice(0, blockSize), isRecording)
  }
  for (const name of names)
    for (let block = 0; block < blocks; block += 1) await ask(name, block, true)
  const figures = names.map((kind) => ({ kind, questions: 0, answered: 0, cpuMs: [] as number[] }))
  for (let block = 0; block < blocks; block += 1) {
    for (const [at, name] of names.entries()) {
      const { answered, cpuMs } = await ask(name, block, false)
      const figure = figures[at]
      if (!figure) continue
      figure.questions += blockSize
      figure.answered += answered
      figure.cpuMs.push(cpuMs)
    }
  }
  await chat.close()
  await suite.close()
  await rm(docs, { recursive: true })
  return figures
}

/** The handbook, and as many pages of one long passage each as a question has candidates. */
async function bookOf(): Promise<string> {
  const docs = await mkdtemp(join(tmpdir(), 'marginalia-bad-input-'))
  await cp(handbook, docs, { recursive: true })
  for (let page = 0; page < pages; page += 1) {
    const text = `The keeper of lamp ${page} trims the wick with care. `.repeat(40)
    await writeFile(join(docs, `lamp-${page}.md`), `# Lamp ${page}\n\n${text}\n`)
  }
  return docs
}

function aboutLamp(at: number): string {
  const lamp = `the keeper trim the wick of lamp ${at % pages}`
  return at < pages ? `How does ${lamp}?` : `With what care does ${lamp}?`
}

async function askBlock(
  { suite, chat }: { suite: RecordedSuite; chat: PlainWorker },
  { scripts = {}, turns = 0 }: Kind,
  questions: string[],
  isRecording: boolean,
) {
  await suite.script({}, isRecording)
  const asked: Asked[] = []
  for (const question of questions) {
    const session = await suite.local.openSession()
    if (turns > 0) await remember(suite, session.session_id, turns)
    asked.push({ question, session })
  }
  await pause(isRecording ? 0 : afterMs)
  await suite.script(scripts, isRecording)
  const before = (await workerCpuMs(chat.worker)) ?? Number.NaN
  const answered = await askAll(asked, parallel, ({ question, session }) =>
    askChat(chat, question, session),
  )
  await pause(isRecording ? 0 : afterMs)
  const after = (await workerCpuMs(chat.worker)) ?? Number.NaN
  return { answered, cpuMs: (after - before) / questions.length }
}

/** Puts so many turns into a session's state, where four are kept. */
async function remember({ local, url }: RecordedSuite, session: string, count: number) {
  const turns = Array.from({ length: count }, (_, at) => ({
    question: `What is lamp ${at}?`,
    answer: 'A lamp is a lamp. '.repeat(60),
  }))
  const state = JSON.stringify({ ...emptyState(), turns, version: 'of another writer' })
  await fetch(`${url}/upstash/pipeline`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${local.cloud.settings.UPSTASH_REDIS_REST_TOKEN}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify([['SET', stateKey(session), state, 'EX', 600]]),
  })
}

export function printBadInput(figures: BadInputFigures[]) {
  console.log(`\nCPU of the Worker for a question, ms: the median of ${blocks} blocks`)
  for (const { kind, questions, answered, cpuMs } of figures) {
    const range = `${Math.min(...cpuMs).toFixed(1)} to ${Math.max(...cpuMs).toFixed(1)}`
    console.log(
      `  ${kind.padEnd(32)} ${median(cpuMs).toFixed(1).padStart(5)} (${range}); ` +
        `${questions} questions, ${answered} answered by the model with nothing missing`,
    )
  }
}
