import { createHash } from 'node:crypto'

export interface Reply {
  status: number
  type: string
  body: string
}

export interface Asked {
  service: string
  method: string
  path: string
  said: string
}

interface Kept extends Reply {
  /** The body between those of its ids that were in the request it answered. */
  between: string[]
  /** These ids, and the place that each had among what was new in that request. */
  ids: { id: string; place: number }[]
}

// What is new in every request: ids, instants, also as seconds, and the names of fences.
const ephemeral =
  /\b1\d{9}\b|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{8}\b|\d{4}-\d\d-\d\dT[\d:.]+Z?/g

/**
 * Replies by what was asked, whatever was new in it; to what was never asked so, such as an insert, the
 * last reply to a request of its kind. Ids in a reply are those of the request that it now answers.
 */
export function createReplies() {
  const same = new Map<string, Kept>()
  const alike = new Map<string, Kept>()
  const counts = { same: 0, alike: 0, unknown: 0 }

  const kindOf = ({ service, method, path }: Asked) => `${service} ${method} ${path}`
  const keyOf = (asked: Asked) =>
    createHash('sha1')
      .update(kindOf(asked))
      .update(asked.said.replace(ephemeral, '·'))
      .digest('base64')

  function keepAs(kind: string, said: string, reply: Reply): Kept {
    const ephemera: string[] = said.match(ephemeral) ?? []
    const kept: Kept = { ...reply, between: [], ids: [] }
    let from = 0
    for (const { 0: id, index } of reply.body.matchAll(ephemeral)) {
      const place = ephemera.indexOf(id)
      if (place < 0) continue
      kept.between.push(reply.body.slice(from, index))
      kept.ids.push({ id, place })
      from = index + id.length
    }
    kept.between.push(reply.body.slice(from))
    alike.set(kind, kept)
    return kept
  }

  function giveAs({ between, ids, ...reply }: Kept, said: string): Reply {
    if (ids.length === 0) return reply
    const now = said.match(ephemeral) ?? []
    const renewed = ids.map(({ id, place }) => now[place] ?? id)
    return { ...reply, body: between.map((text, at) => text + (renewed[at] ?? '')).join('') }
  }

  /** What each statement gave when it was last carried out, as a reply to them all. */
  function giveStatements(said: string): Reply | undefined {
    const { isBatch, statements } = statementsOf(said)
    const results = statements.map((statement) => {
      const kept = alike.get(statement.query)
      return kept && giveAs(kept, JSON.stringify(statement)).body
    })
    if (results.includes(undefined)) return undefined
    const body = isBatch ? `{"results":[${results.join()}]}` : (results[0] ?? '')
    return { status: 200, type: 'application/json', body }
  }

  return {
    counts: () => ({ ...counts, recorded: same.size }),

    keep(asked: Asked, reply: Reply) {
      same.set(keyOf(asked), keepAs(kindOf(asked), asked.said, reply))
      if (asked.service !== 'neon' || reply.status !== 200) return
      const { isBatch, statements } = statementsOf(asked.said)
      const given = JSON.parse(reply.body) as { results?: unknown[] }
      const results = isBatch ? (given.results ?? []) : [given]
      statements.forEach((statement, at) => {
        const body = JSON.stringify(results[at])
        keepAs(statement.query, JSON.stringify(statement), { ...reply, body })
      })
    },

    give(asked: Asked): Reply {
      const found = same.get(keyOf(asked))
      const other = asked.service === 'neon' ? giveStatements(asked.said) : alike.get(kindOf(asked))
      counts[found ? 'same' : other ? 'alike' : 'unknown'] += 1
      if (found) return giveAs(found, asked.said)
      return other ?? { status: 500, type: 'text/plain', body: 'This was never asked before.' }
    },
  }
}

interface Statement {
  query: string
  params: unknown[]
}

function statementsOf(said: string): { isBatch: boolean; statements: Statement[] } {
  const body = JSON.parse(said) as Statement | { queries: Statement[] }
  return 'queries' in body
    ? { isBatch: true, statements: body.queries }
    : { isBatch: false, statements: [body] }
}
