import type { NeonQueryFunction } from '@neondatabase/serverless'
import { type createRandom, demoIds } from './random.ts'
import { subjects } from './subjects.ts'

type Sql = NeonQueryFunction<false, false>

const dayMs = 86_400_000
/** By this name rows without an id of their own are told from an owner's. */
const staff = ['Ada (made up)', 'Ben (made up)'] as const

/** Its address leads nowhere. */
const madeUpIssue = {
  repository: 'example/book',
  number: 12,
  url: 'https://example.com/issues/12',
  state: 'open',
  said: '',
}

const proof = {
  run_id: 1,
  answer: 'Each function has an environment of its own. [1]',
  citations: [{ quote: 'Each function has an environment of its own.' }],
}

const standings = ['open', 'open', 'open', 'closed', 'open', 'ignored', 'open', 'closed'] as const

/** What owners have done at their desk: gaps, pins, settings, tokens, and who did what. */
export function demoDesk(nowMs: number, random: ReturnType<typeof createRandom>) {
  const daysAgo = (days: number) => new Date(nowMs - days * dayMs).toISOString()
  const gaps = standings.flatMap((status, at) => {
    const wordings = subjects.unanswered[at]
    if (!wordings) return []
    return [
      {
        gap_id: random.id(),
        status,
        opened_at: daysAgo(28 - 2 * at),
        ...(status === 'closed' && { closed_at: daysAgo(3), proof }),
        page: subjects.answered[at],
        wordings,
        ...(at === 0 && {
          draft: 'Say whether readers can sign in with SAML, and through which service.',
        }),
        ...(at === 2 && { issue: madeUpIssue }),
        ...(at === 4 && {
          issue_trouble: 'GITHUB_TOKEN has no right to write issues in example/book.',
        }),
      },
    ]
  })
  const pins = [
    {
      pin_id: random.id(),
      question: 'When can I reach somebody by telephone?',
      answer: 'On weekdays from nine to five, under the number on the contact page.',
      author: staff[0],
      created_at: daysAgo(12),
    },
    {
      pin_id: random.id(),
      question: 'Is there a discount in winter?',
      answer: 'Until the end of the month every plan is ten percent off.',
      author: staff[1],
      created_at: daysAgo(40),
      expires_at: daysAgo(9),
    },
  ]
  const versions = [
    {
      version: 1,
      values: { tone: 'Plain and friendly.' },
      saved_by: staff[0],
      saved_at: daysAgo(20),
    },
    {
      version: 2,
      values: { tone: 'Plain and friendly.', retrieval_strictness: 0.9 },
      saved_by: staff[1],
      saved_at: daysAgo(11),
    },
    { version: 3, values: {}, saved_by: staff[0], saved_at: daysAgo(4), restored_from: 0 },
  ]
  const tokens = staff.map((name, at) => ({
    token_id: random.id(),
    name,
    role: at === 0 ? 'owner' : 'editor',
    created_at: daysAgo(60),
  }))
  const actions = [
    'saveDeskSettings',
    'getConversation',
    'pinAnswer',
    'updateGap',
    'startIngestionRun',
    'restoreDeskSettings',
  ]
  const done = actions.map((action, at) => ({
    action,
    member: staff[at % 2],
    role: at % 2 === 0 ? 'owner' : 'editor',
    at: daysAgo(20 - 3 * at),
  }))
  return { gaps, pins, versions, tokens, done }
}

export async function writeDesk(sql: Sql, desk: ReturnType<typeof demoDesk>): Promise<void> {
  const json = (rows: object[]) => JSON.stringify(rows)
  await sql.transaction([
    sql`
      insert into gaps (gap_id, status, opened_at, closed_at, page, proof, draft, issue, issue_trouble)
      select gap_id, status, opened_at, closed_at,
        case when page is not null then page - 'questions' - 'says' || '{"url": ""}' end, proof, draft,
        issue, issue_trouble
      from jsonb_to_recordset(${json(desk.gaps)}::jsonb) as r(gap_id uuid, status text,
        opened_at timestamptz, closed_at timestamptz, page jsonb, proof jsonb, draft text, issue jsonb,
        issue_trouble text)`,
    sql`
      insert into gap_wordings (wording, gap_id)
      select encode(sha256(convert_to(lower(question), 'UTF8')), 'hex'), gap_id
      from jsonb_to_recordset(${json(desk.gaps)}::jsonb) as r(gap_id uuid, wordings jsonb),
        jsonb_array_elements_text(wordings) as question
      on conflict (wording) do nothing`,
    sql`
      insert into pins (pin_id, question, answer, author, created_at, expires_at)
      select pin_id, question, answer, author, created_at, expires_at
      from jsonb_populate_recordset(null::pins, ${json(desk.pins)}::jsonb)`,
    sql`
      insert into desk_settings (version, values, saved_at, saved_by, restored_from)
      select version, values, saved_at, saved_by, restored_from
      from jsonb_populate_recordset(null::desk_settings, ${json(desk.versions)}::jsonb)
      where not exists (select from desk_settings)`,
    // No token has such a hash.
    sql`
      insert into admin_tokens (token_id, name, role, token_hash, created_at)
      select token_id, name, role, token_id::text, created_at
      from jsonb_populate_recordset(null::admin_tokens, ${json(desk.tokens)}::jsonb)`,
    sql`
      insert into audit_log (at, member, role, action)
      select at, member, role, action
      from jsonb_to_recordset(${json(desk.done)}::jsonb)
        as r(at timestamptz, member text, role text, action text)`,
    sql`
      insert into regression_checks (run_id, query_id, reason)
      select run.id, q.query_id, case when row_number() over () = 1 then 'refused' else 'unverified' end
      from (select max(id) as id from ingestion_runs
          where options ? 'demo_id' and status = 'completed') run,
        (select query_id from query_logs
          where answered and query_id between ${demoIds.from}::uuid and ${demoIds.to}::uuid
          order by created_at desc limit 2) q
      where run.id is not null
      on conflict do nothing`,
  ])
}

export const removeDesk = (sql: Sql) => {
  const of = (table: string, id: string) =>
    sql.query(`delete from ${table} where ${id} between $1::uuid and $2::uuid`, [
      demoIds.from,
      demoIds.to,
    ])
  return [
    of('regression_checks', 'query_id'),
    of('gaps', 'gap_id'),
    of('pins', 'pin_id'),
    of('admin_tokens', 'token_id'),
    sql`delete from audit_log where member = any (${[...staff]}::text[])`,
    sql`
      delete from desk_settings where saved_by = any (${[...staff]}::text[])
        and not exists (select from desk_settings where saved_by <> all (${[...staff]}::text[]))`,
  ]
}
