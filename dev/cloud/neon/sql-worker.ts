import { parentPort, workerData } from 'node:worker_threads'
import { openPostgres } from './postgres.ts'
import { pgliteBackend } from './sql-backend.ts'
import type { SqlAnswer, SqlRequest } from './sql-thread.ts'

// Run as a worker thread: takes statements for PGlite, and gives their results or errors as values.
const postgres = await openPostgres(workerData)
const backend = pgliteBackend(postgres)
const answer = (message: SqlAnswer) => parentPort?.postMessage(message)

parentPort?.on('message', async (request: SqlRequest) => {
  try {
    answer({ id: request.id, result: await run(request) })
  } catch (error) {
    // A structured clone of an error loses Postgres' code and all that comes with it.
    const { message } = error instanceof Error ? error : new Error(String(error))
    answer({ id: request.id, error: { ...Object(error), message } })
  }
})
answer({ id: 0 })

function run(request: SqlRequest) {
  switch (request.kind) {
    case 'run':
      return backend.run(request.query, request.params)
    case 'batch':
      return backend.batch(request.statements, request.options)
    case 'close':
      return postgres.close()
  }
}
