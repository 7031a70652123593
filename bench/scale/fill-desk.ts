import type pg from 'pg'

/** Writes what a desk has gathered beside the log: hand-offs, searches, gaps, who was turned away. */
export async function fillDesk(client: pg.Client): Promise<void> {
  for (const statement of statements) await client.query(statement)
  await client.query('vacuum analyze')
}

const statements = [
  `insert into ingestion_runs (status, started_at, completed_at, total_chapters)
   select 'completed', now() - (30 - n) * interval '1 day', now() - (30 - n) * interval '1 day', 20000
   from generate_series(1, 30) n`,
  // The first run read every page, and each night's the fifty that had changed.
  `insert into ingestion_chapters (run_id, source_path, part_number, status)
   select run, 'docs/' || n || '.md', 0, 'completed'
   from generate_series(1, 30) run, generate_series(1, 20000) n where run = 1 or n <= 50`,
  `insert into escalations (id, session_id, reason, created_at, status, closed_at)
   select gen_random_uuid(), id, 'I need a person', created_at, case when n % 50 = 0 then 'waiting' else 'closed' end,
     case when n % 50 > 0 then created_at + interval '1 hour' end
   from (select id, created_at, row_number() over () as n from sessions) s where n % 50 < 2`,
  `insert into messages (session_id, escalation_id, role, content, created_at)
   select session_id, id, case when n % 2 = 0 then 'user' else 'person' end, 'Some words.', created_at
   from escalations, generate_series(1, 4) n`,
  `insert into searches (search_id, words, mode, hits, ms, created_at)
   select gen_random_uuid(), 'words number ' || n % 3000, 'hybrid', n % 11, 12,
     now() - n * interval '78 seconds' from generate_series(1, 100000) n`,
  `insert into gaps (gap_id, status, opened_at, page)
   select gen_random_uuid(), case when n % 3 = 0 then 'closed' else 'open' end,
     now() - n * interval '1 hour', '{"source": "docs/1.md", "chapter": "Settings", "section": "", "url": ""}' from generate_series(1, 1000) n`,
  `insert into gap_wordings (wording, gap_id)
   select encode(sha256(convert_to(lower('What does setting number ' || n || ' do?'), 'UTF8')), 'hex'), gap_id
   from (select gap_id, row_number() over () as n from gaps) g on conflict do nothing`,
  `insert into denial_days (day, network, reason, times, last_at)
   select current_date - d, '10.' || n / 256 || '.' || n % 256 || '.0/24', 'rate-limited', 3, now()
   from generate_series(0, 29) d, generate_series(1, 2000) n`,
  `insert into audit_log (at, member, role, action)
   select now() - n * interval '1 minute', 'Ada', 'owner', 'getConversation' from generate_series(1, 1000000) n`,
  `insert into corrections (query_id, answer, author)
   select query_id, 'The right answer.', 'Ada' from query_logs where rating = 'down' limit 500`,
  `insert into user_profiles (user_id) select gen_random_uuid() from generate_series(1, 20000)`,
  `insert into identities (provider, external_id, user_id)
   select 'shop', 'reader-' || row_number() over (), user_id from user_profiles`,
]
