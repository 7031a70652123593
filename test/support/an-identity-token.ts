import { sign } from 'hono/jwt'
import { developmentSecrets } from '../../dev/suite/secrets.ts'

/** A token as an owner's backend signs it for one of its readers. */
export const anIdentityToken = (external_id = 'reader-1'): Promise<string> => {
  const exp = Math.floor(Date.now() / 1000) + 300
  return sign({ provider: 'site', external_id, exp }, developmentSecrets.IDENTITY_SECRET, 'HS256')
}
