import { sign } from 'hono/jwt'
import { expect } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import { User } from '../../lib/conversation/users/user.ts'
import type { LocalSuite } from '../support/local-suite.ts'
import type { Session } from './a-conversation.ts'

const tokenSeconds = 540

/** An identity token as a site's own backend signs it. */
export const identityToken = (external_id: string, provider = 'telegram') =>
  sign(
    {
      provider,
      external_id,
      exp: Math.floor(Date.now() / 1000) + tokenSeconds,
      jti: crypto.randomUUID(),
    },
    developmentSecrets.IDENTITY_SECRET,
    'HS256',
  )

/** Short ways of a reader who is known. */
export function readersOf(local: LocalSuite) {
  const openAs = (identity_token: string) =>
    local.request('/v1/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identity_token }),
    })

  const me = ({ token }: Session, method = 'GET', path = '', body?: unknown) =>
    local.request(`/v1/users/me${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  return {
    openAs,
    me,

    async sessionOf(external_id: string, provider?: string): Promise<Session> {
      const response = await openAs(await identityToken(external_id, provider))
      expect(response.status).toBe(201)
      return OpenedSession.parse(await response.json())
    },

    userOf: async (session: Session) => User.parse(await (await me(session)).json()),
  }
}
