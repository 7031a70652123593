import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import { readAbuse } from '../../lib/admin/abuse/abuse.ts'
import { readAudit } from '../../lib/admin/audit.ts'
import { readConversation } from '../../lib/admin/conversation.ts'
import { listConversations } from '../../lib/admin/conversations.ts'
import { readCosts } from '../../lib/admin/costs.ts'
import { lastAsked } from '../../lib/admin/desk/asked-questions.ts'
import { listCorrections } from '../../lib/admin/desk/corrections.ts'
import { listPins } from '../../lib/admin/desk/pins.ts'
import { readFreshness } from '../../lib/admin/fresh/freshness.ts'
import { listAnswered } from '../../lib/admin/gaps/answered-questions.ts'
import { askGapsAgain, findRegressions } from '../../lib/admin/gaps/ask-gaps.ts'
import { listGaps, listRegressions } from '../../lib/admin/gaps/gap-list.ts'
import { missedWordings } from '../../lib/admin/gaps/missed-questions.ts'
import { listRated } from '../../lib/admin/rated-answers.ts'
import { findReaders } from '../../lib/admin/readers.ts'
import type { Neon, Statement } from '../../lib/clients/neon.ts'
import { readInbox } from '../../lib/conversation/escalation/inbox.ts'
import { costOf, figuresOf } from './backend-cpu.ts'
import { scansOf } from './explain.ts'
import { days } from './fill-logs.ts'
import type { LogFigures } from './measure-logs.ts'

const rounds = 3
const prices = { input: 0.1, output: 0.4 }
/** As many runs as the desk is filled with. */
const latestRun = 30

/** Of what is asked again none is wanted: what is measured is how it is found. */
const nothing = () => Promise.reject(new Error('Nothing is asked.'))

/** Measures the first view of each section of the desk, as the page asks for it. */
export async function measureDesk(client: pg.Client, pid: number): Promise<LogFigures[]> {
  const { rows } = await client.query<{ id: string }>(
    'select id::text from sessions order by last_active_at desc limit 1',
  )
  const id = rows[0]?.id ?? ''
  const figures: LogFigures[] = []
  for (const [name, view] of Object.entries(views(id))) {
    const asked: Statement<unknown>[] = []
    const neon = neonOver(client, asked)
    const costs: number[] = []
    let slowestMs = 0
    for (let round = 0; round < rounds; round += 1) {
      asked.length = 0
      const from = performance.now()
      costs.push(await costOf(pid, () => view(neon)))
      slowestMs = Math.max(slowestMs, performance.now() - from)
    }
    const scans: string[] = []
    for (const statement of asked) scans.push(...(await scansOf(client, statement)))
    figures.push({ name: `desk: ${name}`, cpuMs: figuresOf(costs), slowestMs, scans })
  }
  return figures
}

/** The sections, with what each reads first. */
const views = (id: string): Record<string, (neon: Neon) => Promise<unknown>> => ({
  conversations: (neon) => listConversations({ limit: 20, days }, neon),
  'conversations, disliked': (neon) => listConversations({ limit: 20, days, rating: 'down' }, neon),
  'conversations, rare words': (neon) =>
    listConversations({ limit: 20, days, q: 'setting number 17 ' }, neon),
  'a conversation': (neon) => readConversation(id, { neon, prices, verdictsOf: () => [] }),
  inbox: (neon) => readInbox({ limit: 20, status: 'open' }, neon),
  disliked: (neon) => listRated({ limit: 20, days, rating: 'down' }, neon),
  gaps: (neon) => listGaps({ limit: 20, status: 'open' }, neon),
  'broken answers': (neon) => listRegressions({}, neon),
  'fresh?': (neon) =>
    readFreshness({
      ...{ neon, embedding: 'made', strictness: 0.85, sources: [] },
      looks: () => Promise.resolve({}),
    }),
  'questions for a branch': (neon) => listAnswered({ limit: 50 }, neon),
  'after a run, what was missed': (neon) => neon.run(missedWordings),
  'after a run, open gaps': (neon) => askGapsAgain(latestRun + 1, 0, { neon, ask: nothing }),
  'after a run, answers': (neon) => findRegressions(latestRun, 0, { neon, ask: nothing }),
  'why, last 100 questions': (neon) => lastAsked(100, neon),
  pins: (neon) => listPins({ limit: 20 }, neon),
  corrections: (neon) => listCorrections({ limit: 20 }, neon),
  costs: (neon) => readCosts(neon, prices),
  abuse: (neon) => readAbuse(30, neon),
  readers: (neon) => findReaders({ q: 'reader-1' }, neon),
  'audit log': (neon) => readAudit({ limit: 20 }, neon),
})

/** The door to a database over a connection of its own; tells of all that is asked. */
function neonOver(client: pg.Client, asked: Statement<unknown>[]): Neon {
  const run = async <Row>(statement: Statement<Row>): Promise<Row[]> => {
    asked.push(statement)
    const { rows } = await client.query(statement.text, statement.params)
    return rows.map((row) => statement.row.parse(row))
  }
  const transaction = async (statements: readonly Statement<unknown>[]) => {
    const all: unknown[][] = []
    for (const statement of statements) all.push(await run(statement))
    return all
  }
  // Each element was parsed by its own statement's schema; a mapped tuple cannot say so.
  return { run, transaction } as unknown as Neon
}
