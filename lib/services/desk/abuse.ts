import type * as z from 'zod/mini'
import { readAbuse } from '../../admin/abuse/abuse.ts'
import { addBlock, listBlocks, type NewBlock, removeBlock } from '../../admin/abuse/blocks.ts'
import type { Settings } from '../../env.ts'
import { neonFor } from '../upstreams.ts'
import { publishing, requireInForce } from './publishing.ts'

/** Who is turned away, and whom the owner blocks. */
export function abuseServices(settings: Settings) {
  const neon = neonFor(settings)
  const published = publishing(settings)
  return {
    read: (days: number) => readAbuse(days, neon),
    blocks: () => listBlocks(neon),
    async block(wanted: z.infer<typeof NewBlock>, author: string) {
      const block = await addBlock(wanted, author, neon)
      // No answer changes by it: what is cached stays.
      await requireInForce(published(false))
      return block
    },
    async unblock(id: string) {
      await removeBlock(id, neon)
      await requireInForce(published(false))
    },
  }
}
