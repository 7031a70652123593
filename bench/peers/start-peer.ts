import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startPlainWorker } from '../plain-worker.ts'
import { buildPeer } from './build-peer.ts'

/** What Marginalia is compared with: each a program of its own in a folder beside this file. */
export const peers = {
  ai_sdk: { main: 'ai-sdk/worker.js', title: 'Vercel AI SDK' },
  langchain: { main: 'langchain/worker.js', title: 'LangChain.js' },
  rag_chat: { main: 'rag-chat/worker.js', title: '@upstash/rag-chat' },
  waits: { main: 'bare/waits.js', title: 'the bare waits' },
  near_waits: { main: 'bare/near-waits.js', title: 'the bare waits of a near answer' },
  requests: { main: 'bare/requests.js', title: 'its requests alone' },
  one_fetch: { main: 'bare/one-fetch.js', title: 'one bare fetch' },
} as const

export type PeerName = keyof typeof peers

export const areInstalled = () =>
  existsSync(fileURLToPath(new URL('node_modules/.package-lock.json', import.meta.url)))

/** Runs a peer in a workerd of its own. */
export const startPeer = async (name: PeerName, bindings: Record<string, string>) =>
  await startPlainWorker(await buildPeer(peers[name].main), bindings)
