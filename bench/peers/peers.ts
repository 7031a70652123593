import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../../dev/commands/usage-error.ts'
import { writeTables } from '../../dev/commands/write-tables.ts'
import { slowDown } from '../first-token.ts'
import { toldBusyness, toldMachine, watchMachine } from '../machine.ts'
import { startContest } from './contest.ts'
import { type FirstTokens, kinds, measureByTurns } from './first-tokens.ts'
import { areInstalled } from './start-peer.ts'
import { peersTable } from './table.ts'

const readme = fileURLToPath(new URL('../../README.md', import.meta.url))
// The queues gather messages for a second before their consumers run.
const quietMs = 1100

export interface PeersOptions {
  rounds: number
  /** Whether the README's table is written anew. */
  isReported: boolean
}

/** Marginalia beside other ways to build the same, by turns in one run. */
export async function benchPeers({ rounds, isReported }: PeersOptions) {
  if (!areInstalled())
    throw new UsageError('The peers are not installed. Run: npm ci --prefix bench/peers')
  const contest = await startContest()
  const end = await watchMachine()
  slowDown(contest.local)
  const settle = () => untilQuiet(contest.local.cloud.requests)
  // What V8 has to compile belongs to no question.
  await measureByTurns({ contest: warmingUp(contest), rounds: 2, settle })
  const firstTokens = await measureByTurns({ contest, rounds, settle })
  const busyness = await end()
  await contest.close()
  const table = peersTable(firstTokens, new Map())
  const { book } = contest
  const about =
    `${toldMachine(new Date())}; ${book.title} of ${book.pages} pages, ${book.passages} passages; ` +
    `n = ${firstTokens.rounds} rounds by turns, ${firstTokens.repeated} more asked again because the machine was busy. ` +
    `${toldBusyness(busyness)}. In brackets: 95 % intervals.`
  console.log(`${table}\n\n${about}\n${toldAsMeant(firstTokens)}`)
  if (isReported) writeTables(readme, { peers: `${table}\n\n${about}` })
  return { ...firstTokens, busyness }
}

/** The same with other questions than those that are measured. */
const warmingUp = <C extends { subjects: string[] }>(contest: C): C => ({
  ...contest,
  subjects: contest.subjects.slice(-4),
})

const toldAsMeant = ({ asMeant, rounds }: FirstTokens) =>
  `Marginalia's answers that were what is measured, of ${rounds}: ${kinds.map((kind) => `${kind} ${asMeant[kind]}`).join(', ')}`

async function untilQuiet(requests: Record<string, { entries: readonly unknown[] }>) {
  const count = () => Object.values(requests).reduce((sum, { entries }) => sum + entries.length, 0)
  for (let before = -1; before !== count(); ) {
    before = count()
    await pause(quietMs)
  }
}
