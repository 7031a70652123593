import { z } from 'zod'
import type { Cloud } from '../../dev/cloud/cloud.ts'

const Outcomes = z.array(z.object({ result: z.unknown() }))
const Keys = z.array(z.string())

/** Every key in the Redis of this cloud, with the milliseconds it is kept for; -1 for good. */
export async function redisKeys({ settings, faults }: Cloud): Promise<Map<string, number>> {
  faults.upstash.clear()
  const send = async (commands: string[][]) => {
    const response = await fetch(`${settings.UPSTASH_REDIS_REST_URL}/pipeline`, {
      method: 'POST',
      headers: { authorization: `Bearer ${settings.UPSTASH_REDIS_REST_TOKEN}` },
      body: JSON.stringify(commands),
    })
    return Outcomes.parse(await response.json()).map(({ result }) => result)
  }
  const [found] = await send([['KEYS', '*']])
  const keys = Keys.parse(found)
  if (keys.length === 0) return new Map()
  const left = await send(keys.map((key) => ['PTTL', key]))
  return new Map(keys.map((key, at) => [key, Number(left[at])]))
}
