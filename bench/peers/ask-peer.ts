import type { PlainWorker } from '../plain-worker.ts'
import type { PeerName } from './start-peer.ts'

export interface PeerQuestion {
  question: string
  history?: { role: 'user' | 'assistant'; content: string }[]
}

export const askPeer = ({ url }: PlainWorker, body: PeerQuestion) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/**
 * Whether what a peer has streamed so far holds words of the answer. Peers write plain text, the bare waits
 * the model's own events, and the one fetch what Redis says.
 */
export const hasBegun = (name: PeerName, text: string) =>
  name === 'waits' ? /"content":"[^"]/.test(text) : text.length > 0
