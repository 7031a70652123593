import { developmentSecrets } from '../suite/secrets.ts'
import { askSuite } from './suite-door.ts'
import { UsageError } from './usage-error.ts'

/** Calls an admin route of a running suite; ADMIN_TOKEN of the environment opens it. */
export async function askAdmin(
  url: string,
  path: string,
  init: RequestInit = {},
): Promise<unknown> {
  const token = process.env.ADMIN_TOKEN ?? developmentSecrets.ADMIN_TOKEN
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const reply = await askSuite(url, path, { ...init, headers })
  const body: unknown = await reply.json()
  if (reply.ok) return body
  const detail = typeof body === 'object' && body && 'detail' in body ? body.detail : reply.status
  throw new UsageError(`${path}: ${detail}`)
}
