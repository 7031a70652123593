import { applySchema } from '../suite/apply-schema.ts'
import { runCommand, UsageError } from './usage-error.ts'

await runCommand(async () => {
  const { DATABASE_URL, NEON_HTTP_URL } = process.env
  if (!DATABASE_URL)
    throw new UsageError('Set DATABASE_URL to the connection string from the Neon console.')
  await applySchema({ databaseUrl: DATABASE_URL, httpUrl: NEON_HTTP_URL })
  console.log('schema.sql is applied.')
})
