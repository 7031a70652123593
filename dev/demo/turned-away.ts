import type { NeonQueryFunction } from '@neondatabase/serverless'
import { createRandom, demoIds } from './random.ts'

type Sql = NeonQueryFunction<false, false>

const dayMs = 86_400_000
const seed = 20_261_126

/** Networks that documents may name, and no caller has (RFC 5737, RFC 3849). */
const networks = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8:7::/48']
const reasons = ['rate-limited', 'rate-limited', 'blocked', 'origin-not-allowed']

/** What owners have put right, and where it stands. */
const putRight = [
  {
    question: 'How do I rotate the webhook secret?',
    answer: 'Ask for a new secret: for a day every delivery is signed with both.',
    page: 'docs/Part-3-using-the-api/07-webhooks.md',
  },
  {
    question: 'Where do I put the secrets?',
    answer: 'They are secrets of the Worker: npm run deploy asks for what is missing.',
    page: 'docs/Part-2-running-it/04-deploying.md',
  },
  {
    question: 'How long is a session token valid?',
    answer: 'As long as its session may be continued; the token says until when.',
    page: 'docs/Part-3-using-the-api/01-sessions-and-tokens.md',
  },
]

/** What services have failed with. */
const troubles = (nowMs: number) => [
  {
    service: 'model',
    cause: 'too-many-requests',
    times: 14,
    status: 429,
    message: 'Rate limit exceeded (made up)',
    last_at: new Date(nowMs - 12 * dayMs).toISOString(),
  },
  {
    service: 'qdrant',
    cause: 'late',
    times: 6,
    message: 'No answer within 2 s (made up)',
    last_at: new Date(nowMs - 5 * dayMs).toISOString(),
  },
]

/** Who was turned away of late, whom owners have blocked, answers put right, and readers who are known. */
export async function writeTurnedAway(sql: Sql, nowMs: number): Promise<void> {
  const random = createRandom(seed)
  const denials = Array.from({ length: 14 }, (_, daysAgo) => daysAgo).flatMap((daysAgo) =>
    networks.flatMap((network, at) =>
      random.chance(0.6)
        ? [
            {
              day: new Date(nowMs - daysAgo * dayMs).toISOString().slice(0, 10),
              network,
              reason: reasons[at],
              times: Math.ceil(random.around(40 - 8 * at, 0.6)),
              last_at: new Date(nowMs - daysAgo * dayMs).toISOString(),
            },
          ]
        : [],
    ),
  )
  const ids = { network: random.id(), session: random.id(), ada: random.id(), ben: random.id() }
  await sql.transaction([
    sql`
      insert into denial_days (day, network, reason, times, last_at)
      select day, network, reason, times, last_at
      from jsonb_populate_recordset(null::denial_days, ${JSON.stringify(denials)}::jsonb)
      on conflict do nothing`,
    sql`
      insert into blocks (block_id, network, reason, author, expires_at)
      values (${ids.network}, '203.0.113.0/24', 'Scrapes every page', 'Ada (made up)',
        now() + interval '5 days')`,
    sql`
      insert into blocks (block_id, session_id, reason, author, expires_at)
      select ${ids.session}, id, 'Insults', 'Ben (made up)', now() + interval '1 day' from sessions
      where id between ${demoIds.from}::uuid and ${demoIds.to}::uuid order by created_at desc limit 1`,
    sql`
      insert into corrections (query_id, answer, pages, author, was_sent, is_met)
      select query_id, right_one ->> 'answer', array[right_one ->> 'page'], 'Ada (made up)', at = 1,
        case when at > 1 then at = 2 end
      from jsonb_array_elements(${JSON.stringify(putRight)}::jsonb) with ordinality as r(right_one, at),
        lateral (select query_id from query_logs
          where question = right_one ->> 'question'
            and query_id between ${demoIds.from}::uuid and ${demoIds.to}::uuid
          order by created_at desc limit 1) asked`,
    sql`
      insert into challenge_days (day, kind, asked, passed, refused)
      select (now() - make_interval(days => at::int))::date, 'turnstile', 12 + at, 10 + at, at % 3
      from generate_series(0, 9) as at
      on conflict do nothing`,
    sql`
      insert into upstream_troubles (service, cause, day, times, status, message, last_at)
      select service, cause, last_at::date, times, status, message, last_at
      from jsonb_to_recordset(${JSON.stringify(troubles(nowMs))}::jsonb) as r(service text, cause text,
        times int, status int, message text, last_at timestamptz)
      on conflict do nothing`,
    sql`
      insert into user_profiles (user_id, long_term_memory)
      values (${ids.ada}, '[{"fact": "Runs Marginalia for a museum"}]'), (${ids.ben}, '[]')`,
    sql`
      insert into identities (provider, external_id, user_id)
      values ('telegram', 'demo-4711', ${ids.ada}), ('shop', 'demo-ada', ${ids.ada}),
        ('shop', 'demo-ben', ${ids.ben})
      on conflict do nothing`,
    sql`
      update sessions set user_id = case when at <= 3 then ${ids.ada}::uuid else ${ids.ben}::uuid end
      from (select id as one, row_number() over (order by created_at desc) as at from sessions
        where id between ${demoIds.from}::uuid and ${demoIds.to}::uuid) latest
      where id = one and at <= 5`,
  ])
}

/** The statements that take it out again; what was put right goes with its question. */
export const removeTurnedAway = (sql: Sql) => [
  sql`delete from denial_days where network = any (${networks}::text[])`,
  // Locally nobody is asked for it: there is no site key.
  sql`delete from challenge_days where kind = 'turnstile'`,
  sql`delete from upstream_troubles where message like '% (made up)'`,
  sql`delete from blocks where block_id between ${demoIds.from}::uuid and ${demoIds.to}::uuid`,
  sql`
    update sessions set user_id = null
    where user_id between ${demoIds.from}::uuid and ${demoIds.to}::uuid`,
  sql`delete from user_profiles where user_id between ${demoIds.from}::uuid and ${demoIds.to}::uuid`,
]
