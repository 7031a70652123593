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
  /** What was new in the request that it answered. */
  ephemera: string[]
}

// What is new in every request: ids, instants, and the names of fences.
const ephemeral =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{8}\b|\d{4}-\d\d-\d\dT[\d:.]+Z?/g

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
    const kept = { ...reply, ephemera: said.match(ephemeral) ?? [] }
    alike.set(kind, kept)
    return kept
  }

  function giveAs(kept: Kept, said: string): Reply {
    const now = said.match(ephemeral) ?? []
    const renewed = new Map(kept.ephemera.map((was, at) => [was, now[at] ?? was]))
    return { ...kept, body: kept.body.replace(ephemeral, (was) => renewed.get(was) ?? was) }
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
