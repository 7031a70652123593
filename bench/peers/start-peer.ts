import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { readWorkerConfig } from '../../dev/suite/worker-config.ts'
import { withWorker } from '../worker-process.ts'
import { buildPeer } from './build-peer.ts'

/** What Marginalia is compared with: each a program of its own in a folder beside this file. */
export const peers = {
  ai_sdk: { main: 'ai-sdk/worker.js', title: 'Vercel AI SDK' },
  langchain: { main: 'langchain/worker.js', title: 'LangChain.js' },
  rag_chat: { main: 'rag-chat/worker.js', title: '@upstash/rag-chat' },
  waits: { main: 'bare/waits.js', title: 'the bare waits' },
  one_fetch: { main: 'bare/one-fetch.js', title: 'one bare fetch' },
} as const

export type PeerName = keyof typeof peers

export type Peer = Awaited<ReturnType<typeof startPeer>>

export const areInstalled = () =>
  existsSync(fileURLToPath(new URL('node_modules/.package-lock.json', import.meta.url)))

/** Runs a peer in a workerd of its own, in the same runtime and of the same date as the suite. */
export async function startPeer(name: PeerName, bindings: Record<string, string>) {
  const [script, config] = await Promise.all([buildPeer(peers[name].main), readWorkerConfig()])
  const { started: miniflare, worker } = await withWorker(async () => {
    const instance = new Miniflare(
      convertV4MiniflareOptions({
        name,
        modules: true,
        script,
        compatibilityDate: config.compatibility_date,
        compatibilityFlags: config.compatibility_flags,
        bindings,
        host: '127.0.0.1',
        port: 0,
        cf: false,
        log: new Log(LogLevel.ERROR),
        telemetry: { enabled: false },
      }),
    )
    await instance.ready
    return instance
  })
  const { origin: url } = await miniflare.ready
  return {
    url,
    /** The process it runs in; Linux only. */
    worker,
    close: () => miniflare.dispose(),
  }
}
