import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { startChatWorker } from '../chat-worker.ts'
import { delaysMs } from '../first-token.ts'
import type { PlainWorker } from '../plain-worker.ts'
import { type RecordedSuite, startRecordedSuite } from '../recorded/recorded-suite.ts'
import { peerSettings } from './peer-settings.ts'
import { type PeerName, startPeer } from './start-peer.ts'
import { startVectorStandIn, vectorSettings } from './vector-stand-in.ts'

export interface Contest {
  local: RecordedSuite['local']
  /** Marginalia's chat function, alone like the others; what else the suite does is in the local one. */
  chat: PlainWorker
  peers: Record<PeerName, PlainWorker>
  book: { title: string; pages: number; passages: number }
  /** What the book has a section about. */
  subjects: string[]
  /** A question that can be understood only after one about any of them. */
  dependent: string
  /** Where everybody's requests go. */
  url: string
  /** What a work asks for there. */
  requestsOf: RecordedSuite['requestsOf']
  /** From now on what is asked is passed on to the local cloud, and the reply kept. */
  record(): Promise<unknown>
  /** From now on it is answered with what was kept: at once, or after the waits of real services. */
  replay(waits: 'none' | 'real'): Promise<unknown>
  close(): Promise<void>
}

const Sections = z.array(z.object({ section: z.string() }))
const Counts = z.tuple([z.object({ pages: z.int(), passages: z.int() })])

/** Marginalia and everything it is compared with, over one cloud and one book, each in a workerd of its own. */
export async function startContest(): Promise<Contest> {
  const { docs, ...book } = chooseBook()
  const recorded = await startRecordedSuite({ docs })
  const { local, url } = recorded
  const chat = await startChatWorker(local.settings, new URL(url).host)
  const settings = await peerSettings(local, url)
  const vectors = await startVectorStandIn({ ...settings, ...local.cloud.settings })
  const peers = await startPeers({ ...settings, ...vectorSettings(url) })
  const targets = {
    vector: vectors.url,
    collections: `${local.cloud.settings.QDRANT_URL}/collections`,
  }
  const sections =
    await local.sql`select distinct section from documents where section <> '' order by section`
  const [counts] = Counts.parse(
    await local.sql`select count(*)::int as passages, count(distinct source)::int as pages from documents`,
  )
  return {
    local,
    chat,
    peers,
    book: { title: book.title, ...counts },
    subjects: Sections.parse(sections).map(({ section }) => section),
    dependent: book.dependent,
    url,
    requestsOf: recorded.requestsOf,
    record: () => recorded.record(targets),
    replay: (waits) => recorded.replay(waits === 'real' ? realWaits : {}),
    async close() {
      await Promise.all([chat, ...Object.values(peers)].map((worker) => worker.close()))
      await vectors.close()
      await recorded.close()
    },
  }
}

const realWaits = {
  upstash: delaysMs.redis,
  neon: delaysMs.neon,
  qdrant: delaysMs.qdrant,
  collections: delaysMs.qdrant,
  'openrouter/embeddings': delaysMs.embedding,
  'openrouter/chat/completions': delaysMs.model,
  // Upstash's index embeds the question, then searches.
  vector: delaysMs.embedding + delaysMs.qdrant,
}

function chooseBook() {
  const textbook = fileURLToPath(new URL('../../../shared/corpora/textbook/docs', import.meta.url))
  if (existsSync(textbook))
    return { docs: textbook, title: 'a textbook', dependent: 'Does it need ROS 2?' }
  const handbook = fileURLToPath(new URL('../../handbook', import.meta.url))
  return { docs: handbook, title: 'the handbook', dependent: 'Does it need Redis?' }
}

async function startPeers(
  bindings: Record<string, string>,
): Promise<Record<PeerName, PlainWorker>> {
  const start = (name: PeerName) => startPeer(name, bindings)
  return {
    ai_sdk: await start('ai_sdk'),
    langchain: await start('langchain'),
    rag_chat: await start('rag_chat'),
    waits: await start('waits'),
    near_waits: await start('near_waits'),
    requests: await start('requests'),
    one_fetch: await start('one_fetch'),
  }
}
