import * as z from 'zod'

const Targets = z.array(z.object({ webSocketDebuggerUrl: z.string() }))
const Message = z.object({
  id: z.optional(z.int()),
  method: z.optional(z.string()),
  params: z.optional(z.object({ chunk: z.optional(z.string()) })),
})
const Snapshot = z.object({
  snapshot: z.object({ meta: z.object({ node_fields: z.array(z.string()) }) }),
  nodes: z.custom<number[]>(Array.isArray),
})

export type LiveHeap = Awaited<ReturnType<typeof watchLiveHeap>>

/** Looks into a Worker's isolate: `measureMiB` collects its garbage and adds up what is left. */
export async function watchLiveHeap(inspector: URL) {
  const listed = await fetch(new URL('/json', `http://${inspector.host}`))
  const target = Targets.parse(await listed.json()).find(({ webSocketDebuggerUrl: url }) =>
    url.includes('core:user:'),
  )
  if (!target) throw new Error('There is no Worker to look into')
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await new Promise((opened, failed) => {
    socket.addEventListener('open', opened)
    socket.addEventListener('error', failed)
  })
  let lastId = 0
  const takeSnapshot = async (): Promise<string> => {
    lastId += 1
    const id = lastId
    const chunks: string[] = []
    const done = Promise.withResolvers<void>()
    const collect = ({ data }: MessageEvent) => {
      const message = Message.parse(JSON.parse(String(data)))
      if (message.params?.chunk !== undefined) chunks.push(message.params.chunk)
      if (message.id === id) done.resolve()
    }
    socket.addEventListener('message', collect)
    socket.send(JSON.stringify({ id, method: 'HeapProfiler.takeHeapSnapshot' }))
    await done.promise
    socket.removeEventListener('message', collect)
    return chunks.join('')
  }
  return {
    async measureMiB(): Promise<number> {
      const { snapshot, nodes } = Snapshot.parse(JSON.parse(await takeSnapshot()))
      const fields = snapshot.meta.node_fields
      const size = fields.indexOf('self_size')
      let bytes = 0
      for (let at = size; at < nodes.length; at += fields.length) bytes += nodes[at] ?? 0
      return bytes / 2 ** 20
    },
    close: () => socket.close(),
  }
}
