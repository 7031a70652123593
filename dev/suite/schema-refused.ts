import { NeonDbError } from '@neondatabase/serverless'

/** The database cannot be brought up to date; the message is one sentence that says what to do. */
export class SchemaRefused extends Error {
  override readonly name = 'SchemaRefused'
}

/** Throws for what is no PostgreSQL's address; never says the address, which may hold a password. */
export function requirePostgresUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPostgres = url?.protocol === 'postgresql:' || url?.protocol === 'postgres:'
  if (isPostgres && url.hostname && url.username && url.pathname.length > 1) return
  throw new SchemaRefused(
    'DATABASE_URL is not the address of a PostgreSQL database: it has the form postgresql://user:password@host/database, as the Neon console shows it under Connect.',
  )
}

const refusals: { code: RegExp; message: RegExp; say: string }[] = [
  {
    code: /^(0A000|58P01)$/,
    message: /extension "vector"/,
    say: 'This PostgreSQL has no pgvector: install it (0.8 or newer) on the server, then run npm run db:apply again.',
  },
  {
    code: /^42501$/,
    message: /extension "vector"/,
    say: 'The user of DATABASE_URL may not add extensions: have an administrator run "create extension vector" in this database, then run npm run db:apply again.',
  },
  {
    code: /^42501$/,
    message: /create role/,
    say: 'The user of DATABASE_URL may not create roles: have an administrator run "create role dashboard_reader nologin", then run npm run db:apply again.',
  },
  {
    code: /^42501$/,
    message: /schema public/,
    say: 'The user of DATABASE_URL may not create tables: have an administrator run "grant create, usage on schema public" to that user, then run npm run db:apply again.',
  },
  {
    code: /^42501$/,
    message: /must be owner/,
    say: "The user of DATABASE_URL does not own every table that is to be changed: use the owner's connection string, then run npm run db:apply again.",
  },
  {
    code: /^28/,
    message: /./,
    say: 'The database refused the user or password of DATABASE_URL: copy the connection string from the Neon console again.',
  },
  {
    // The network's own codes, of a database that is reached without Neon's proxy.
    code: /^E[A-Z]+$/,
    message: /./,
    say: 'No PostgreSQL answers where DATABASE_URL points: check its host and port, and that the server runs.',
  },
  {
    code: /^3D000$/,
    message: /./,
    say: 'The database that DATABASE_URL names does not exist: create it, or correct the name.',
  },
  {
    code: /^23505$/,
    message: /schema_migrations/,
    say: 'Another npm run db:apply was at work on this database: run it again.',
  },
]

/** What the database said, as a sentence with what to do. */
export function toRefusal(error: unknown): SchemaRefused {
  if (error instanceof SchemaRefused) return error
  if (!(error instanceof NeonDbError))
    return new SchemaRefused(`The database could not be brought up to date: ${String(error)}`, {
      cause: error,
    })
  const { code, message } = error
  if (!code)
    return new SchemaRefused(
      `The database did not answer (${message}): check DATABASE_URL and the connection, then run npm run db:apply again.`,
      { cause: error },
    )
  const known = refusals.find((one) => one.code.test(code) && one.message.test(message))
  return new SchemaRefused(
    known?.say ??
      `The database refused a statement (${code}: ${message}). Nothing of that migration was applied; the others are recorded in schema_migrations.`,
    { cause: error },
  )
}
