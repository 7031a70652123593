import { type PGlite, parse, protocol } from '@electric-sql/pglite'
import type { SqlResult, SqlStatement } from './sql.ts'

type Message = Awaited<ReturnType<PGlite['execProtocol']>>['messages'][number]

interface Prepared {
  name: string
  parameterTypes: number[]
  fields: SqlResult['fields']
  uses: number
}

/** How a parameter is bound, by the number of its type; as the text it is where none is given. */
export type Binders = Map<number, (text: string) => string | Uint8Array>

const { serialize, messages } = protocol
const mostKept = 200
// Postgres may keep a plan that it made when the tables were smaller.
const mostUses = 100

/**
 * Runs statements with parameters and values as Postgres' own text, or null. A statement is parsed
 * once and then only bound, in one message: each message costs PGlite a third of a millisecond.
 */
export function createPreparedStatements(database: PGlite, binders: Binders) {
  const known = new Map<string, Prepared>()
  let named = 0

  const send = async (...parts: Uint8Array[]) => {
    const message = Buffer.concat([...parts, serialize.sync()])
    return (await database.execProtocol(message)).messages
  }
  const prepare = async (text: string): Promise<Prepared> => {
    if (known.size >= mostKept) await forget()
    named += 1
    const name = `s${named}`
    const described = await send(
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
    )
    const statement = {
      name,
      parameterTypes: parse.parseDescribeStatementResults(described),
      fields: fieldsOf(described),
      uses: 0,
    }
    known.set(text, statement)
    return statement
  }
  const usable = async (text: string): Promise<Prepared> => {
    const statement = known.get(text)
    if (statement && statement.uses < mostUses) return statement
    if (statement) await send(serialize.close({ type: 'S', name: statement.name }))
    return await prepare(text)
  }
  const forget = async () => {
    known.clear()
    await database.exec('DEALLOCATE ALL')
  }
  return {
    async run({ query, params }: SqlStatement): Promise<SqlResult> {
      const statement = await usable(query)
      statement.uses += 1
      const values = params.map((text, index) => {
        const bind = binders.get(statement.parameterTypes[index] ?? 0)
        return text !== null && bind ? bind(text) : text
      })
      const replies = await send(
        serialize.bind({ statement: statement.name, values }),
        serialize.execute({}),
      )
      return {
        ...commandOf(replies),
        rowAsArray: true,
        rows: replies.flatMap((reply) =>
          reply instanceof messages.DataRowMessage ? [reply.fields] : [],
        ),
        fields: statement.fields,
      }
    },
    /** Forgets all statements: once a table has changed they may mean something else. */
    forget,
  }
}

function fieldsOf(replies: Message[]): SqlResult['fields'] {
  const row = replies.find((reply) => reply instanceof messages.RowDescriptionMessage)
  return row?.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })) ?? []
}

/** The tag says what was done and, where there are any, to how many rows: `INSERT 0 5`. */
function commandOf(replies: Message[]): { command: string; rowCount: number } {
  const done = replies.find((reply) => reply instanceof messages.CommandCompleteMessage)
  const [command = '', ...counts] = done?.text.split(' ') ?? []
  return { command, rowCount: Number(counts.at(-1)) || 0 }
}
