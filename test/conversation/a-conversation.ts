import { expect } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type LocalSuite, until } from '../support/local-suite.ts'
import { stateKeys, stateValue } from '../support/state-keys.ts'

export type Session = Awaited<ReturnType<LocalSuite['openSession']>>

/** Short ways through a conversation, over HTTP as a reader's page goes them. */
export function conversationsOf(local: LocalSuite) {
  const call = (session: Session, method: string, path = '', body?: unknown) =>
    local.request(`/v1/sessions/${session.session_id}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${session.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  return {
    call,

    /** Asks, and waits until the answer is logged. */
    async ask(session: Session, question: string, more: Record<string, unknown> = {}) {
      const response = await local.ask({ question, ...more }, session, 'application/json')
      expect(response.status).toBe(200)
      const answer = AnswerDocument.parse(await response.json())
      await until(
        () => local.sql`select 1 from query_logs where query_id = ${answer.query_id}`,
        (rows) => rows.length === 1,
      )
      return answer
    },

    rate: (session: Session, body: unknown) =>
      local.request('/v1/feedback', {
        method: 'POST',
        headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),

    /** A webhook that takes these events; nobody listens, and what matters is what was recorded. */
    async subscribe(...events: string[]) {
      const [webhook] = await local.sql`
        insert into webhooks (url, events, secret_hash)
        values ('https://127.0.0.1/', ${events}, 'none') returning webhook_id`
      return webhook?.webhook_id as string
    },

    /** What was told of a session, oldest first. */
    async told(session: Session) {
      const rows = await local.sql`
        select event_type, payload -> 'data' as data from webhook_deliveries
        where payload #>> '{data,session_id}' = ${session.session_id}
        order by created_at, event_id`
      return rows.map(({ event_type, data }) => ({ type: String(event_type), data }))
    },
  }
}

/** Every table's rows, every key of Redis and every point of Qdrant, as one text. */
export async function dumpEverything(local: LocalSuite): Promise<string> {
  const stores = [dumpTables(local), dumpState(local), dumpQdrant(local.cloud.settings)]
  return JSON.stringify(await Promise.all(stores))
}

/** Every table's rows as one text. */
export async function dumpTables({ sql }: LocalSuite): Promise<string> {
  const tables = await sql`
    select table_name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`
  const dumps = await Promise.all(
    tables.map(({ table_name }) =>
      sql.query(`select to_jsonb(t)::text as row from ${table_name} t`),
    ),
  )
  return JSON.stringify(dumps)
}

async function dumpState(local: LocalSuite) {
  const keys = [...(await stateKeys(local)).keys()]
  return await Promise.all(keys.map(async (key) => [key, await stateValue(local, key)]))
}

async function dumpQdrant({ QDRANT_URL, QDRANT_API_KEY = '' }: Record<string, string>) {
  const post = async (path: string, body?: unknown) => {
    const response = await fetch(`${QDRANT_URL}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'api-key': QDRANT_API_KEY, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as { result: { collections?: { name: string }[] } }
  }
  const { collections = [] } = (await post('/collections')).result
  const body = { limit: 10_000, with_payload: true }
  return await Promise.all(
    collections.map(({ name }) => post(`/collections/${name}/points/scroll`, body)),
  )
}
