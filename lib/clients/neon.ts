import * as z from 'zod/mini'
import { createNeonHttp, PostgresError } from './wire/neon-http.ts'

/** One parametrised statement and the shape of its rows. */
export interface Statement<Row> {
  text: string
  params: unknown[]
  row: z.ZodMiniType<Row>
}

/** Rows nobody reads. */
export const NoRow = z.unknown()

// Of a statement whose rows nobody reads; some are counted, at most a thousand.
const fewBytes = 128 * 1024

/** How long a reply may be, in bytes; undefined where rows are read, which may be any length. */
const mostOf = (statements: readonly Statement<unknown>[]) =>
  statements.every(({ row }) => row === NoRow) ? fewBytes * statements.length : undefined

/** A piece of SQL with its parameters, to be put into a statement. */
export interface Fragment {
  strings: readonly string[]
  params: readonly unknown[]
}

const fragments = new WeakSet<object>()

/** Makes a piece of SQL of a template; values become parameters, pieces become SQL. */
export function fragment(strings: TemplateStringsArray, ...params: unknown[]): Fragment {
  const made = flatten(strings, params)
  fragments.add(made)
  return made
}

/** A whole number where SQL takes no parameter, as in a type's length. */
export const numeral = (value: number): Fragment =>
  fragment(Object.assign([String(Math.trunc(value))], { raw: [] }))

/** Makes a statement of a template: sql(Row)`select … where id = ${id}`. */
export const sql =
  <Row>(row: z.ZodMiniType<Row>) =>
  (template: TemplateStringsArray, ...values: unknown[]): Statement<Row> => {
    const { strings, params } = flatten(template, values)
    return {
      text: strings.reduce((text, piece, index) => `${text}$${index}${piece}`),
      params: [...params],
      row,
    }
  }

const isFragment = (value: unknown): value is Fragment =>
  typeof value === 'object' && value !== null && fragments.has(value)

function flatten(template: readonly string[], values: unknown[]): Fragment {
  const strings = [template[0] ?? '']
  const params: unknown[] = []
  values.forEach((value, index) => {
    const after = template[index + 1] ?? ''
    if (!isFragment(value)) {
      params.push(value)
      strings.push(after)
      return
    }
    const [first = '', ...rest] = value.strings
    strings.push(`${strings.pop() ?? ''}${first}`, ...rest)
    params.push(...value.params)
    strings.push(`${strings.pop() ?? ''}${after}`)
  })
  return { strings, params }
}

type RowsOf<Statements extends readonly Statement<unknown>[]> = {
  [Index in keyof Statements]: Statements[Index] extends Statement<infer Row> ? Row[] : never
}

/** Neon could not be reached, or did not answer in time. */
export class NeonUnavailable extends Error {
  override readonly name = 'NeonUnavailable'
}

export type Neon = ReturnType<typeof createNeon>

/**
 * The door to Neon Postgres over HTTP. Every call is one request, given up after `timeoutMs`
 * (milliseconds) or when its signal aborts; SQL errors are PostgresError with Postgres' code.
 */
export function createNeon(options: {
  url: string
  httpUrl?: string | undefined
  timeoutMs: number
  /** Of a reply; as many as an owner's export may need when absent. */
  mostBytes?: number | undefined
}) {
  const http = createNeonHttp(options)
  const within = (signal?: AbortSignal, timeoutMs = options.timeoutMs) => {
    const timeout = AbortSignal.timeout(timeoutMs)
    return signal ? AbortSignal.any([signal, timeout]) : timeout
  }

  return {
    /** Runs one statement. */
    async run<Row>(statement: Statement<Row>, signal?: AbortSignal): Promise<Row[]> {
      const rows = await reached(http.query(statement, within(signal), mostOf([statement])))
      return z.array(statement.row).parse(rows)
    },

    /** Runs statements as one transaction in one request: all of them or none. */
    async transaction<const Statements extends readonly Statement<unknown>[]>(
      statements: Statements,
      options: {
        signal?: AbortSignal
        readOnly?: boolean
        timeoutMs?: number
        mostBytes?: number
      } = {},
    ): Promise<RowsOf<Statements>> {
      const signal = within(options.signal, options.timeoutMs)
      const most = options.mostBytes ?? mostOf(statements)
      const attempt = () =>
        http.transaction([...statements], signal, options.readOnly ?? false, most)
      const results = await reached(untilNoVictim(attempt))
      const rows = statements.map((statement, index) =>
        z.array(statement.row).parse(results[index]),
      )
      // Each element was parsed by its own statement's schema; a mapped tuple cannot say so.
      return rows as unknown as RowsOf<Statements>
    },
  }
}

// SQLSTATE's classes: 08 a lost connection, 53 no room or connection left, 57P a server that stops or
// starts. What has no code is the proxy's word, or the network's, and never came from a database.
const awayCodes = /^(?:08|53|57P)/
// 22 a value that its type does not take, 23 a row that a constraint refuses.
const callersCodes = /^(?:22|23)/

/** Whether the database works, and refused what it was sent. */
export const isCallersFault = (error: unknown): boolean =>
  error instanceof PostgresError && callersCodes.test(error.code ?? '')

// 40P01: of transactions that wait for each other Postgres breaks one off; 40001: it could not be put
// in an order with another. Nothing of it has happened, so that it can be tried again.
const victimsCodes = ['40P01', '40001']
const mostAttempts = 3

async function untilNoVictim<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt()
    } catch (error) {
      const isVictim = error instanceof PostgresError && victimsCodes.includes(error.code ?? '')
      if (!isVictim || attempts === mostAttempts) throw error
    }
  }
}

async function reached<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof PostgresError && error.code && !awayCodes.test(error.code)) throw error
    throw new NeonUnavailable('Neon did not answer', { cause: error })
  }
}
