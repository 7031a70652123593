import type * as z from 'zod/mini'
import { exportReader, findReaders, type ReaderQuery, readerOf } from '../admin/readers.ts'
import { createUsers } from '../conversation/users/users.ts'
import type { Settings } from '../env.ts'
import { newId, now } from './doors.ts'
import { erasureFor } from './erasure.ts'
import { neonFor, publisherFor, redisFor } from './upstreams.ts'

/** What an owner can do for a reader who asks for it: find, hand out and erase what is held. */
export function readerServices(settings: Settings) {
  const neon = neonFor(settings, settings.TIMEOUT_INGESTION_MS)
  const redis = redisFor(settings)
  const erasure = erasureFor(settings, settings.TIMEOUT_INGESTION_MS)
  const { forgetUser } = createUsers({
    neon,
    redis,
    erasure,
    publish: publisherFor(settings),
    newId,
    now,
    identitySecret: settings.IDENTITY_SECRET,
    conversationTtlSeconds: settings.CONVERSATION_TTL_SECONDS,
  })
  return {
    find: (query: z.infer<typeof ReaderQuery>) => findReaders(query, neon),
    /** The whole of it, as a stream of JSON; throws `not-found` before it begins. */
    async export(id: string) {
      const { id: readerId } = await readerOf(id, neon)
      return exportReader(readerId, neon)
    },
    async erase(id: string): Promise<void> {
      const reader = await readerOf(id, neon)
      await (reader.kind === 'user' ? forgetUser(reader.id) : erasure.erase(reader.id))
    },
  }
}
