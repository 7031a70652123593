import * as z from 'zod'
import { openInspector } from './inspector.ts'

const Chunk = z.object({ chunk: z.string() })
const Snapshot = z.object({
  snapshot: z.object({ meta: z.object({ node_fields: z.array(z.string()) }) }),
  nodes: z.custom<number[]>(Array.isArray),
})

export type LiveHeap = Awaited<ReturnType<typeof watchLiveHeap>>

/** Looks into a Worker's isolate: `measureMiB` collects its garbage and adds up what is left. */
export async function watchLiveHeap(url: URL) {
  const inspector = await openInspector(url)
  return {
    async measureMiB(): Promise<number> {
      const chunks: string[] = []
      await inspector.call('HeapProfiler.takeHeapSnapshot', {}, ({ params }) => {
        const parsed = Chunk.safeParse(params)
        if (parsed.success) chunks.push(parsed.data.chunk)
      })
      const { snapshot, nodes } = Snapshot.parse(JSON.parse(chunks.join('')))
      const fields = snapshot.meta.node_fields
      const size = fields.indexOf('self_size')
      let bytes = 0
      for (let at = size; at < nodes.length; at += fields.length) bytes += nodes[at] ?? 0
      return bytes / 2 ** 20
    },
    close: () => inspector.close(),
  }
}
