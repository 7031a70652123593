import { type PGlite, parse, protocol } from '@electric-sql/pglite'
import type { SqlResult, SqlStatement } from './sql.ts'
import { hasFailed, type Reply, writtenResults } from './written-result.ts'

type Message = Awaited<ReturnType<PGlite['execProtocol']>>['messages'][number]

/** A result as the JSON that Neon replies. */
export type WrittenResult = Uint8Array<ArrayBuffer>

interface Prepared {
  name: string
  parameterTypes: number[]
  /** As JSON. */
  fields: string
  uses: number
  mostUses: number
}

/** How a parameter is bound, by the number of its type; as the text it is where none is given. */
export type Binders = Map<number, (text: string) => string | Uint8Array>

const { serialize, messages } = protocol
const mostKept = 200
// Postgres may keep a plan that it made when the tables were smaller, which they were by half at most
// if each use has added to them: a statement is planned anew after 100 uses, then after 200, and so on.
const firstUses = 100

/**
 * Runs statements with parameters and values as Postgres' own text, or null. A statement is parsed
 * once and then only bound, in one message: each message costs PGlite a tenth of a millisecond.
 */
export function createPreparedStatements(database: PGlite, binders: Binders) {
  const known = new Map<string, Prepared>()
  let named = 0

  const send = async (...parts: Uint8Array[]): Promise<Reply> => {
    const message = Buffer.concat([...parts, serialize.sync()])
    const chunks: Uint8Array[] = []
    // A chunk is a view of memory that is Postgres' again once it was given.
    const onRawData = (chunk: Uint8Array) => chunks.push(chunk.slice())
    await database.execProtocolRawStream(message, { onRawData })
    const reply = Buffer.concat(chunks)
    if (hasFailed(reply)) throw failureIn(reply)
    return reply
  }
  const prepare = async (text: string, mostUses: number): Promise<Prepared> => {
    if (known.size >= mostKept) await forget()
    named += 1
    const name = `s${named}`
    const described = read(
      await send(serialize.parse({ name, text }), serialize.describe({ type: 'S', name })),
    )
    const statement = {
      name,
      parameterTypes: parse.parseDescribeStatementResults(described),
      fields: JSON.stringify(fieldsOf(described)),
      uses: 0,
      mostUses,
    }
    known.set(text, statement)
    return statement
  }
  const usable = async (text: string): Promise<Prepared> => {
    const statement = known.get(text)
    if (statement && isFresh(statement)) return statement
    if (statement) await send(serialize.close({ type: 'S', name: statement.name }))
    return await prepare(text, statement ? 2 * statement.mostUses : firstUses)
  }
  const forget = async () => {
    known.clear()
    await database.exec('DEALLOCATE ALL')
  }
  const bound = (statement: Prepared, params: SqlStatement['params']): Uint8Array[] => {
    statement.uses += 1
    const values = params.map((text, index) => {
      const bind = binders.get(statement.parameterTypes[index] ?? 0)
      return text !== null && bind ? bind(text) : text
    })
    return [serialize.bind({ statement: statement.name, values }), serialize.execute({})]
  }
  return {
    async run({ query, params }: SqlStatement): Promise<WrittenResult> {
      const statement = await usable(query)
      const [result] = writtenResults(await send(...bound(statement, params)), [statement.fields])
      if (!result) throw new Error('Postgres has not said what it did')
      return result
    },
    /**
     * Runs statements one after another in one message, up to the first that fails; undefined, and
     * nothing is run, where one has to be parsed before.
     */
    async runAtOnce(wanted: SqlStatement[]): Promise<WrittenResult[] | undefined> {
      const statements = wanted.flatMap(({ query }) => known.get(query) ?? [])
      if (statements.length < wanted.length || !statements.every(isFresh)) return undefined
      const parts = statements.flatMap((one, index) => bound(one, wanted[index]?.params ?? []))
      return writtenResults(
        await send(...parts),
        statements.map(({ fields }) => fields),
      )
    },
    /** Forgets all statements: once a table has changed they may mean something else. */
    forget,
  }
}

const isFresh = ({ uses, mostUses }: Prepared) => uses < mostUses

function read(reply: Reply): Message[] {
  const read: Message[] = []
  new protocol.Parser().parse(reply, (message) => read.push(message))
  return read
}

const failureIn = (reply: Reply) =>
  read(reply).find((message) => message instanceof messages.DatabaseError)

function fieldsOf(replies: Message[]): SqlResult['fields'] {
  const row = replies.find((reply) => reply instanceof messages.RowDescriptionMessage)
  return row?.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })) ?? []
}
