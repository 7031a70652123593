import * as z from 'zod'

const Targets = z.array(z.object({ webSocketDebuggerUrl: z.string() }))
const Message = z.object({
  id: z.optional(z.int()),
  method: z.optional(z.string()),
  params: z.optional(z.unknown()),
  result: z.optional(z.unknown()),
})
export type Message = z.infer<typeof Message>

export type Inspector = Awaited<ReturnType<typeof openInspector>>

/** Speaks the DevTools protocol with the isolate of a Worker that is inspected. */
export async function openInspector(url: URL) {
  const listed = await fetch(new URL('/json', `http://${url.host}`))
  const target = Targets.parse(await listed.json()).find(({ webSocketDebuggerUrl }) =>
    webSocketDebuggerUrl.includes('core:user:'),
  )
  if (!target) throw new Error('There is no Worker to look into')
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await new Promise((opened, failed) => {
    socket.addEventListener('open', opened)
    socket.addEventListener('error', failed)
  })
  let lastId = 0
  return {
    /** The result of a method; `onEvent` sees what is said until it is there. */
    async call(method: string, params = {}, onEvent?: (event: Message) => void): Promise<unknown> {
      lastId += 1
      const id = lastId
      const done = Promise.withResolvers<unknown>()
      const listen = ({ data }: MessageEvent) => {
        const message = Message.parse(JSON.parse(String(data)))
        if (message.id === id) done.resolve(message.result)
        else if (message.id === undefined) onEvent?.(message)
      }
      socket.addEventListener('message', listen)
      socket.send(JSON.stringify({ id, method, params }))
      try {
        return await done.promise
      } finally {
        socket.removeEventListener('message', listen)
      }
    },
    close: () => socket.close(),
  }
}
