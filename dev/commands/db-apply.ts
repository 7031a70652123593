import { applySchema } from '../suite/apply-schema.ts'
import { runCommand, UsageError } from './usage-error.ts'

const usage = `
Usage: DATABASE_URL=… npm run db:apply

Brings a database to what schema.sql says. It can be run again at any time, and loses no row.`

await runCommand(usage, async () => {
  const { DATABASE_URL, NEON_HTTP_URL } = process.env
  if (!DATABASE_URL)
    throw new UsageError('Set DATABASE_URL to the connection string from the Neon console.')
  const lines = await applySchema({ databaseUrl: DATABASE_URL, httpUrl: NEON_HTTP_URL })
  for (const line of lines) console.log(line)
})
