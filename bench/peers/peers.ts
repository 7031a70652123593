import { fileURLToPath } from 'node:url'
import { UsageError } from '../../dev/commands/usage-error.ts'
import { writeTables } from '../../dev/commands/write-tables.ts'
import { type Busyness, toldBusyness, toldMachine, watchMachine } from '../machine.ts'
import { questionsAbout } from '../recorded/questions.ts'
import { type Contest, startContest } from './contest.ts'
import { type Cost, measureCosts, recordQuestions } from './costs.ts'
import {
  type Contestant,
  type FirstTokens,
  kinds,
  measureByTurns,
  recordRounds,
} from './first-tokens.ts'
import { areInstalled } from './start-peer.ts'
import { peersTable } from './table.ts'

const readme = fileURLToPath(new URL('../../README.md', import.meta.url))

export interface PeersOptions {
  /** How often everybody is asked for a first token. */
  rounds: number
  /** How many questions the Workers' CPU is measured by. */
  questions: number
  /** Whether the README's table is written anew. */
  isReported: boolean
}

/** Marginalia beside other ways to build the same, by turns in one run. */
export async function benchPeers({ rounds, questions, isReported }: PeersOptions) {
  if (!areInstalled())
    throw new UsageError('The peers are not installed. Run: npm ci --prefix bench/peers')
  const contest = await startContest()
  await recordRounds(contest, rounds)
  const asked = await questionsAbout(contest.local, questions)
  await recordQuestions(contest, asked)
  const end = await watchMachine()
  await contest.replay('real')
  const firstTokens = await measureByTurns(contest, rounds)
  const costs = await measureCosts(contest, asked)
  const busyness = await end()
  await contest.close()
  const table = peersTable(firstTokens, costs)
  const measured = { contest, firstTokens, costs, busyness }
  const about = toldAbout(measured)
  console.log(`${table}\n\n${about}\n${toldAsMeant(measured)}`)
  if (isReported) writeTables(readme, { peers: `${table}\n\n${about}` })
  return { ...firstTokens, costs: Object.fromEntries(costs), busyness }
}

interface Measured {
  contest: Contest
  firstTokens: FirstTokens
  costs: Map<Contestant, Cost>
  busyness: Busyness | undefined
}

function toldAbout({ contest: { book }, firstTokens, costs, busyness }: Measured): string {
  const { rounds, leftOut } = firstTokens
  return (
    `${toldMachine(new Date())}; ${book.title} of ${book.pages} pages, ${book.passages} passages. ` +
    `First tokens: n = ${rounds} rounds by turns, ${leftOut} more left out, as the machine was busy or the model had no answer. ` +
    `CPU and rate: ${costs.get('ours')?.asked ?? 0} different questions, in blocks by turns. ` +
    `${toldBusyness(busyness)}. In brackets: 95 % intervals.`
  )
}

/** How many answers were what is measured. */
function toldAsMeant({ firstTokens: { asMeant, rounds }, costs }: Measured): string {
  const first = kinds.map((kind) => `${kind} ${asMeant[kind]}`).join(', ')
  const shares = [...costs].map(([name, { answered, asked }]) => `${name} ${answered} of ${asked}`)
  return `Marginalia's answers as meant, of ${rounds}: ${first}. Answered by the model: ${shares.join(', ')}.`
}
