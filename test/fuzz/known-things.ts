import * as z from 'zod'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import type { Choose } from './choose.ts'

const Reply = z.looseObject({
  session_id: z.string().optional(),
  token: z.string().optional(),
  webhook_id: z.string().optional(),
  delivery_id: z.string().optional(),
  query_id: z.string().optional(),
  next_cursor: z.string().optional(),
  id: z.union([z.number(), z.string()]).optional(),
  data: z.array(z.looseObject({})).optional(),
})

const mostOfAKind = 40

/** What replies have named so far: sessions, answers, webhooks, runs and cursors that exist. */
export function createKnownThings(choose: Choose) {
  const sessions: { id: string; token: string }[] = []
  const things: Record<string, string[]> = {}
  const note = (kind: string, id: string | undefined) => {
    if (id === undefined) return
    const all = things[kind] ?? []
    things[kind] = all
    all.push(id)
    if (all.length > mostOfAKind) all.shift()
  }
  const one = (kind: string) => choose.any(things[kind] ?? []) ?? crypto.randomUUID()

  return {
    session: () => choose.any(sessions) ?? { id: crypto.randomUUID(), token: 'none' },

    /** What stands in a path's braces. */
    inPath(path: string, name: string, sessionId: string): string {
      if (name === 'query_id') return one('query')
      if (name === 'query_hash') return 'a'.repeat(64)
      if (path.includes('webhook-deliveries')) return one('delivery')
      if (path.includes('webhooks')) return one('webhook')
      if (path.includes('ingestion-runs')) return one('run')
      return path.includes('sessions') ? sessionId : one('query')
    },

    /** What a field of this name means here; undefined where its schema says enough. */
    ofField(name: string, sessionId: string): unknown {
      if (name === 'session_id') return sessionId
      if (name === 'query_id') return one('query')
      if (name === 'cursor') return choose.any(things.cursor ?? [])
      if (name === 'url') return 'https://127.0.0.1:9/'
      // Any other event would be sent to every webhook that was made before.
      if (name === 'events') return ['webhook.test']
      if (name === 'messages')
        return [{ role: 'user', content: 'What bends the light?', parts: [] }]
      return undefined
    },

    admin: developmentSecrets.ADMIN_TOKEN,

    /** Takes up what a reply names. */
    learn(path: string, json: unknown) {
      const reply = Reply.safeParse(json)
      if (!reply.success) return
      const { session_id, token, webhook_id, delivery_id, query_id, next_cursor, id } = reply.data
      if (session_id !== undefined && token !== undefined) {
        sessions.push({ id: session_id, token })
        if (sessions.length > mostOfAKind) sessions.shift()
      }
      note('webhook', webhook_id)
      note('delivery', delivery_id)
      note('query', query_id)
      note('cursor', next_cursor)
      if (path.includes('ingestion-runs') && id !== undefined) note('run', String(id))
    },
  }
}

export type KnownThings = ReturnType<typeof createKnownThings>
