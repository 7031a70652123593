import { Worker } from 'node:worker_threads'
import type { PostgresPlace } from './postgres.ts'
import type { SqlStatement } from './sql.ts'
import type { BatchOptions, Json, SqlBackend } from './sql-backend.ts'

type Task =
  | { kind: 'run'; query: string; params: (string | null)[] }
  | { kind: 'batch'; statements: SqlStatement[]; options: BatchOptions }
  | { kind: 'close' }

export type SqlRequest = Task & { id: number }

/** The answer to the request of the same id; 0 says that the database is open. */
export type SqlAnswer = { id: number; result?: Json; error?: { message: string } }

/** PGlite in a thread of its own, so that no other service of the cloud waits for a query. */
export async function startSqlThread(place: PostgresPlace): Promise<SqlBackend> {
  const worker = new Worker(new URL('./sql-worker.ts', import.meta.url), {
    workerData: place,
    name: 'postgres',
  })
  const waiting = new Map<number, PromiseWithResolvers<Json>>()
  let lastId = 0
  const wait = (id: number) => {
    const answer = Promise.withResolvers<Json>()
    waiting.set(id, answer)
    return answer.promise
  }
  worker.on('message', ({ id, result, error }: SqlAnswer) => {
    const answer = waiting.get(id)
    waiting.delete(id)
    if (error) answer?.reject(Object.assign(new Error(error.message), error))
    else answer?.resolve(result ?? '')
  })
  const fail = (error: Error) => {
    for (const answer of waiting.values()) answer.reject(error)
    waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the database has been closed')))
  const ask = (task: Task): Promise<Json> => {
    lastId += 1
    const answer = wait(lastId)
    worker.postMessage({ ...task, id: lastId })
    return answer
  }
  await wait(0)
  return {
    run: (query, params) => ask({ kind: 'run', query, params }),
    batch: (statements, options) => ask({ kind: 'batch', statements, options }),
    async close() {
      await ask({ kind: 'close' })
      await worker.terminate()
    },
  }
}
