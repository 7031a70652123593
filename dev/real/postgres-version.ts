import pg from 'pg'

// Run as a process: says which PostgreSQL and pgvector DATABASE_URL names, or what is missing.
const oldestServer = 15
const oldestVector = [0, 8]

const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
try {
  await client.connect()
  const { rows } = await client.query<{ server: string; vector: string | null }>(`
    select current_setting('server_version') as server, (
      select default_version from pg_available_extensions where name = 'vector') as vector`)
  const [{ server, vector } = { server: '0', vector: null }] = rows
  if (Number.parseInt(server, 10) < oldestServer)
    refuse(`PostgreSQL ${oldestServer} or newer is needed; DATABASE_URL names a ${server}`)
  else if (!vector) refuse('the server of DATABASE_URL has no pgvector')
  else if (isOlder(vector)) refuse(`pgvector 0.8 or newer is needed; the server has ${vector}`)
  else console.log(`PostgreSQL ${server} with pgvector ${vector}`)
} catch (error) {
  refuse(`DATABASE_URL names no server that answers: ${String(error)}`)
} finally {
  await client.end()
}

function refuse(reason: string) {
  console.log(reason)
  process.exitCode = 1
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestVector
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor)
}
