import { parentPort, workerData } from 'node:worker_threads'
import { openPostgres } from './postgres.ts'
import { type Json, pgliteBackend } from './sql-backend.ts'
import type { SqlAnswer, SqlRequest } from './sql-thread.ts'

// Run as a worker thread: takes statements for PGlite, and gives their results or errors as values.
const postgres = await openPostgres(workerData)
const backend = pgliteBackend(postgres)
const answer = (message: SqlAnswer) => parentPort?.postMessage(message, handedOver(message.result))

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

// A small buffer shares its memory with others, and is copied.
function handedOver(result: Json | undefined): ArrayBuffer[] {
  const isAlone = result instanceof Uint8Array && result.byteLength === result.buffer.byteLength
  return isAlone ? [result.buffer] : []
}

async function run(request: SqlRequest): Promise<Json> {
  switch (request.kind) {
    case 'run':
      return await backend.run(request.query, request.params)
    case 'batch':
      return await backend.batch(request.statements, request.options)
    case 'close':
      await postgres.close()
      return ''
  }
}
