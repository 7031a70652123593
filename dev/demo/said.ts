import type { NeonQueryFunction } from '@neondatabase/serverless'
import { createRandom, demoIds } from './random.ts'
import { subjects } from './subjects.ts'

type Sql = NeonQueryFunction<false, false>

const seed = 20_261_127
const searches = 120

/** What readers typed into the search box, and what they and a person said after a hand-off. */
export async function writeSaid(sql: Sql, nowMs: number): Promise<void> {
  await sql.transaction([
    sql`
      insert into searches (search_id, words, mode, hits, ms, created_at, clicked_at)
      select search_id, words, 'search', hits, ms, created_at, clicked_at
      from jsonb_to_recordset(${JSON.stringify(made(nowMs))}::jsonb) as r(search_id uuid, words text,
        hits int, ms real, created_at timestamptz, clicked_at timestamptz)`,
    // One of those who wait has been taken.
    sql`
      update escalations set status = 'taken', taken_by = 'Ada (made up)', taken_at = created_at
        + interval '4 minutes'
      where id = (select id from escalations
        where status = 'waiting' and session_id between ${demoIds.from}::uuid and ${demoIds.to}::uuid
        order by created_at limit 1)`,
    sql`
      insert into messages (session_id, role, content, created_at, escalation_id, author, is_sent)
      select session_id, role, content, created_at + make_interval(mins => minutes), id, author, is_sent
      from escalations, lateral (values
          ('user', 'My order number is on the invoice. Can somebody look at it?', 1, null, null),
          ('person', 'I have it here and will write back within the hour.', 5, 'Ada (made up)', true),
          ('user', 'Thank you, that is fine.', 7, null, null))
        as said (role, content, minutes, author, is_sent)
      where session_id between ${demoIds.from}::uuid and ${demoIds.to}::uuid
        and (status <> 'waiting' or role = 'user' and minutes = 1)`,
  ])
}

/** Searches of the last month: the words of questions, and now and then what the book does not have. */
function made(nowMs: number) {
  const random = createRandom(seed)
  return Array.from({ length: searches }, () => {
    const isMissed = random.chance(0.15)
    const { section } = random.popular(subjects.answered)
    const at = nowMs - random.next() * 29 * 86_400_000
    return {
      search_id: random.id(),
      words: isMissed ? random.any(missed) : section.toLowerCase(),
      hits: isMissed ? 0 : Math.ceil(random.around(6, 0.5)),
      ms: random.around(24, 0.4),
      created_at: new Date(at).toISOString(),
      ...(!isMissed && random.chance(0.6) && { clicked_at: new Date(at + 4000).toISOString() }),
    }
  })
}

const missed = ['invoice by email', 'dark theme of the reports', 'offline reading']

/** The statements that take it out again; messages go with their sessions. */
export const removeSaid = (sql: Sql) => [
  sql`delete from searches where search_id between ${demoIds.from}::uuid and ${demoIds.to}::uuid`,
]
