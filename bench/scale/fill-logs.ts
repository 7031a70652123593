import type pg from 'pg'

const rowsAtOnce = 100_000
export const days = 90

/** Writes so many questions of ninety days, a quarter as many ended sessions, and closes the days. */
export async function fillLogs(client: pg.Client, rows: number): Promise<void> {
  await client.query(sessions(rows))
  for (let from = 0; from < rows; from += rowsAtOnce)
    await client.query(questions(rows), [from + 1, Math.min(rows, from + rowsAtOnce)])
  await client.query(archived(rows))
  await client.query('vacuum analyze')
}

/** A UUID of version 4 that a number always has. */
const sessionId = (number: string) =>
  `overlay(overlay(md5((${number})::text) placing '4' from 13) placing '8' from 17)::uuid`

/** Four questions each. */
const sessions = (rows: number) => `
  insert into sessions (id, created_at, last_active_at, status, metadata)
  select ${sessionId('n')}, at, at, 'resolved', case when n % 9 = 0 then '{"channel": "slack"}' else '{}' end::jsonb
  from (select n, now() - (${rows} - 4 * n) * (interval '${days} days' / ${rows}) as at
    from generate_series(0, ${rows} / 4) n) s`

/** One in six unanswered, one in five from the cache, one in twenty rated. */
const questions = (rows: number) => `
  insert into query_logs (query_id, session_id, question, answer, sources, latency_ms, created_at, answered,
    cached, usage, confidence, rating, finish)
  select gen_random_uuid(), ${sessionId('n / 4')}, 'What does setting number ' || n % 4000 || ' do?', repeat('An answer. ', 20),
    case when n % 6 = 0 then '[]' else jsonb_build_array(
      jsonb_build_object('n', 1, 'source', 'docs/' || n % 300 || '.md', 'chapter', 'Chapter ' || n % 300,
        'text', repeat('A passage. ', 20), 'is_cited', true),
      jsonb_build_object('n', 2, 'source', 'docs/' || n % 299 || '.md', 'chapter', 'Chapter ' || n % 299,
        'text', repeat('A passage. ', 20), 'is_cited', n % 2 = 0)) end,
    300 + (n::bigint % 100000 * 79) % 2000, now() - (${rows} - n) * (interval '${days} days' / ${rows}), n % 6 <> 0,
    case when n % 5 = 0 then 'exact' end,
    jsonb_build_object('prompt_tokens', 900, 'completion_tokens', 120), (n % 100) / 100.0,
    case when n % 20 = 1 then 'up' when n % 40 = 3 then 'down' end, 'stop'
  from generate_series($1::int, $2::int) n`

const archived = (rows: number) => `
  insert into sessions_archive (session_id, outcome, outcome_basis, signal, started_at, ended_at, metrics)
  select gen_random_uuid(), (array['resolved', 'escalated', 'abandoned'])[1 + n % 3], 'assumed', 'answered',
    now(), now() - n * (interval '${days} days' / ${rows / 4}), '{"turns": 4}'
  from generate_series(1, ${rows / 4}) n`
