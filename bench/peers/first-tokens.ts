import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { subjectsOf } from '../../lib/cache/subjects.ts'
import { readEvents, untilQuiet } from '../../test/support/local-suite.ts'
import { askChat } from '../chat-worker.ts'
import { isDelta, untilFirstToken } from '../first-token.ts'
import { type Busyness, busyShare, wasBusy, watchMachine } from '../machine.ts'
import { askPeer, hasBegun, type PeerQuestion } from './ask-peer.ts'
import type { Contest } from './contest.ts'
import type { PeerName } from './start-peer.ts'

export const kinds = ['standalone', 'follow_up', 'near', 'exact'] as const
export type Kind = (typeof kinds)[number]
export type Contestant = 'ours' | PeerName

/** Of one round, the milliseconds to each one's first token. */
type Round = Record<Kind, Partial<Record<Contestant, number>>>

export interface FirstTokens {
  rounds: number
  /** Rounds in whose place others were asked: the machine was busy, or an answer was not what is measured. */
  leftOut: number
  times: Record<Kind, Partial<Record<Contestant, number[]>>>
  /** How many of Marginalia's answers, of the rounds kept, were what is measured: from the pages, from the cache or not. */
  asMeant: Record<Kind, number>
}

interface Turns {
  contest: Contest
  /** What everybody is asked about, untimed, before each turn. */
  warmUp: string
  /** Waits until nothing follows the answers any more. */
  settle: () => Promise<void>
}

// The queues gather messages for a second before their consumers run.
const quietMs = 1200
// A process that has rested may be slow at first, by a tenth of a second where a host takes back what a
// machine does not use: each has just done something when its turn comes.
const restMs = 100

/** Asks everybody what is going to be measured once, so that the replies are known and the code is compiled. */
export async function recordRounds(contest: Contest, rounds: number) {
  await contest.record()
  const { local } = contest
  const settle = async () => {}
  const [warmUp, ...subjects] = subjectsApart(contest, rounds)
  const turns = subjects.map((subject) => createTurns({ contest, warmUp, subject, settle }))
  // An answer that is cached, or goes on from another, needs what follows that other one's last byte.
  // What an isolate has once served from its cache it looks for there alone, and a question that is to be
  // new must not have been: of the answers from the cache only the last subject's is asked for.
  for (const kind of kinds) {
    const waiting = (kind === 'exact' ? turns.slice(-1) : turns).flatMap((of) => of[kind])
    const askOn = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await next[1]()
    }
    await Promise.all(Array.from({ length: 4 }, askOn))
    for (const log of Object.values(local.cloud.requests)) log.reset()
    await untilQuiet(local)
  }
}

/**
 * Each subject is good for one round, and as many again may be needed. No two share a word: a question
 * about what was asked before may find an answer near by, which is not what is measured. The first one is
 * for the question that is asked before each turn.
 */
function subjectsApart({ subjects }: Contest, rounds: number): [string, ...string[]] {
  const taken = new Set<string>()
  const apart = subjects.filter((subject) => {
    const words = [...subjectsOf(subject)]
    if (words.some((word) => taken.has(word))) return false
    for (const word of words) taken.add(word)
    return true
  })
  const [first = '', ...others] = apart
  return [first, ...others.slice(0, 2 * rounds)]
}

/**
 * Asks everybody the same questions by turns, each round beginning with the next. In the place of rounds in
 * which the machine was busy with other things, or the model had no answer that others could be near, at
 * most as many as are wanted are asked.
 */
export async function measureByTurns(contest: Contest, rounds: number): Promise<FirstTokens> {
  const settle = () => pause(quietMs)
  const taken: { round: Round; asMeant: Kind[]; busyness: Busyness | undefined }[] = []
  const isAsMeant = ({ asMeant }: (typeof taken)[number]) => asMeant.length === kinds.length
  const isGood = (one: (typeof taken)[number]) => isAsMeant(one) && !wasBusy(one.busyness)
  const [warmUp, ...subjects] = subjectsApart(contest, rounds)
  for (const [at, subject] of subjects.entries()) {
    if (taken.filter(isGood).length === rounds) break
    const end = await watchMachine()
    const { round, asMeant } = await askRound(createTurns({ contest, warmUp, subject, settle }), at)
    taken.push({ round, asMeant, busyness: await end() })
  }
  // Where there were too few good ones, the quietest of the others.
  const kept = taken
    .toSorted(
      (a, b) =>
        Number(isGood(b)) - Number(isGood(a)) || busyShare(a.busyness) - busyShare(b.busyness),
    )
    .slice(0, rounds)
  const times: FirstTokens['times'] = { standalone: {}, follow_up: {}, near: {}, exact: {} }
  const asMeant = { standalone: 0, follow_up: 0, near: 0, exact: 0 }
  for (const { round, asMeant: meant } of kept) {
    for (const kind of meant) asMeant[kind] += 1
    for (const kind of kinds)
      for (const [name, ms] of entriesOf(round[kind]))
        times[kind][name] = [...(times[kind][name] ?? []), ms]
  }
  return { rounds: kept.length, leftOut: taken.length - kept.length, times, asMeant }
}

const entriesOf = (round: Partial<Record<Contestant, number>>) =>
  Object.entries(round) as [Contestant, number][]

interface Taken {
  ms: number
  isAsMeant?: boolean
}

type RoundTurns = Record<Kind, [name: Contestant, ask: () => Promise<Taken>][]>

async function askRound(turns: RoundTurns, at: number) {
  const round: Round = { standalone: {}, follow_up: {}, near: {}, exact: {} }
  const asMeant: Kind[] = []
  for (const kind of kinds) {
    const first = at % turns[kind].length
    for (const [name, ask] of [...turns[kind].slice(first), ...turns[kind].slice(0, first)]) {
      const { ms, isAsMeant } = await ask()
      round[kind][name] = ms
      if (isAsMeant) asMeant.push(kind)
    }
  }
  return { round, asMeant }
}

/** Who is asked what about a subject. */
function createTurns({
  contest: { local, chat, peers, dependent },
  warmUp,
  subject,
  settle,
}: Turns & { subject: string }): RoundTurns {
  const about = (subject: string) => `What should I know about ${subject}?`
  const question = about(subject)
  // Its words are those of the question, so that it is near by any model, and may share the answer.
  const reworded = `What exactly should I know about ${subject}?`
  const conversation = local.openSession()
  const told: Partial<Record<PeerName, string>> = {}

  async function warmed(asked: Promise<Response>) {
    await (await asked).text()
    await pause(restMs)
  }

  async function askOurs(
    asked: string,
    session: ReturnType<typeof local.openSession>,
    cached: false | 'near' | 'exact',
  ): Promise<Taken> {
    const opened = await session
    // From its cache, once it is there: nothing that follows it is under way.
    await warmed(askChat(chat, about(warmUp), await local.openSession()))
    const { ms, text } = await timed(() => askChat(chat, asked, opened), isDelta)
    const last = (await readEvents(new Response(text))).at(-1)
    await settle()
    const isAsMeant = last?.event === 'done' && last.data.answered && last.data.cached === cached
    return { ms, isAsMeant }
  }

  async function askTheirs(name: PeerName, body: PeerQuestion): Promise<Taken> {
    await warmed(askPeer(peers[name], { question: about(warmUp) }))
    const ask = () => askPeer(peers[name], body)
    const { ms, text } = await timed(ask, (read) => hasBegun(name, read))
    told[name] ??= text
    return { ms }
  }

  const theirs = (name: PeerName, asked = question): RoundTurns[Kind][number] => [
    name,
    () => askTheirs(name, { question: asked }),
  ]
  const theirNext = (name: PeerName): RoundTurns[Kind][number] => [
    name,
    () =>
      askTheirs(name, {
        question: dependent,
        history: [
          { role: 'user', content: question },
          { role: 'assistant', content: told[name] ?? '' },
        ],
      }),
  ]
  return {
    standalone: [
      ['ours', () => askOurs(question, conversation, false)],
      ...(['ai_sdk', 'langchain', 'rag_chat', 'waits'] as const).map((name) => theirs(name)),
    ],
    follow_up: [
      ['ours', () => askOurs(dependent, conversation, false)],
      ...(['ai_sdk', 'langchain', 'rag_chat'] as const).map(theirNext),
    ],
    near: [
      ['ours', () => askOurs(reworded, local.openSession(), 'near')],
      theirs('near_waits', reworded),
    ],
    exact: [['ours', () => askOurs(question, local.openSession(), 'exact')], theirs('one_fetch')],
  }
}

async function timed(ask: () => Promise<Response>, isBegun: (text: string) => boolean) {
  const from = performance.now()
  const readRest = await untilFirstToken(await ask(), isBegun)
  const ms = performance.now() - from
  return { ms, text: await readRest() }
}
