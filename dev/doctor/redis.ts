import { checkUpstash } from '../setup/checks.ts'
import { type Finding, fault, type OwnSettings, ok, unseen } from './finding.ts'

/** A write, of a key that nobody has: it leaves nothing behind. */
export async function examineRedis(settings: OwnSettings): Promise<Finding[]> {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = settings
  if (!url || !token) {
    return [unseen('Redis', 'UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN are not at hand')]
  }
  const wrong = await checkUpstash(url, token)
  return [wrong ? fault('Redis', wrong) : ok('Redis', 'takes writes')]
}
