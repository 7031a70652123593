import { type Outcome, outcomeOf } from '../../lib/conversation/outcome.ts'
import { type DemoDay, demoDays, momentOf, outageAt } from './day.ts'
import type { Random } from './random.ts'
import { type DemoTurn, makeTurn } from './turn.ts'

/** A conversation as sessions, query_logs, sessions_archive and escalations hold it. */
export interface DemoConversation extends Outcome {
  session_id: string
  /** Where it was held; absent for a page of the site. */
  channel?: string
  started_at: string
  ended_at: string
  is_confirmed: boolean
  metrics: Record<string, number>
  turns: DemoTurn[]
}

/** Where conversations are held whose ids end so. */
const messengers: Record<string, string> = { 0: 'telegram', 1: 'slack', 2: 'discord', 3: 'mcp' }

const mostTurns = 7
const idleMs = 31 * 60_000

/** The conversations of so many days that ended half an hour before now or earlier, in no order. */
export function demoConversations(nowMs: number, days: number, random: Random): DemoConversation[] {
  return demoDays(nowMs, days, random).flatMap((day) =>
    Array.from({ length: day.sessions }, () => converse(day, random)).filter(
      ({ ended_at }) => Date.parse(ended_at) < nowMs - idleMs,
    ),
  )
}

function converse(day: DemoDay, random: Random): DemoConversation {
  const startMs = momentOf(day, random)
  const turns: DemoTurn[] = []
  let atMs = startMs
  do {
    turns.push(makeTurn({ atMs, daysAgo: day.daysAgo, away: outageAt(day, atMs) }, random))
    atMs += random.around(50_000, 0.6)
  } while (turns.length < mostTurns && random.chance(0.52))
  const confirmedAs = confirmed(turns, random)
  const id = random.id()
  const channel = messengers[id.at(-1) ?? '']
  return {
    session_id: id,
    ...(channel !== undefined && { channel }),
    started_at: iso(startMs),
    ended_at: turns.at(-1)?.created_at ?? iso(startMs),
    is_confirmed: confirmedAs !== undefined,
    metrics: metricsOf(turns),
    turns,
    ...outcomeOf({ ...(confirmedAs && { confirmedAs }), turns }),
  }
}

/** Few readers press a button; whoever is refused sometimes asks for a person. */
function confirmed(turns: DemoTurn[], random: Random): 'resolved' | 'escalated' | undefined {
  const isLeftAlone = turns.at(-1)?.answered === false
  if (isLeftAlone && random.chance(0.22)) return 'escalated'
  return !isLeftAlone && random.chance(0.14) ? 'resolved' : undefined
}

function metricsOf(turns: DemoTurn[]): Record<string, number> {
  const count = (is: (turn: DemoTurn) => boolean) => turns.filter(is).length
  const answered = count((turn) => turn.answered)
  return {
    turns: turns.length,
    answered,
    answered_share: answered / turns.length,
    cached_share: count((turn) => turn.cached !== undefined) / turns.length,
    degraded: count((turn) => turn.degraded.length > 0),
    latency_ms: turns.reduce((sum, turn) => sum + turn.latency_ms, 0) / turns.length,
    rated_up: count((turn) => turn.rating === 'up'),
    rated_down: count((turn) => turn.rating === 'down'),
  }
}

const iso = (ms: number) => new Date(ms).toISOString()
