import { neon } from '@neondatabase/serverless'

// A database of one's own may be that of a deployment, whose run is then under way elsewhere.
const silentFor = '1 minute'

/**
 * Ends a run that stopped with the local suite that did it: its messages were in that suite's memory.
 * The pages that it had done stay done, so that the next run goes on where it was.
 */
export async function endInterruptedRun(database: {
  databaseUrl: string
  httpUrl?: string | undefined
}): Promise<void> {
  const isStandIn = database.httpUrl?.startsWith('http://127.0.0.1:') ?? false
  await neon(database.databaseUrl)`
    update ingestion_runs set status = 'failed', completed_at = now(),
      error_message = 'Interrupted: the suite that did it was stopped'
    where status = 'running' and (${isStandIn} or progress_at < now() - ${silentFor}::interval)`
}
