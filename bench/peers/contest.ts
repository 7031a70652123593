import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { type LocalSuite, startLocalSuite } from '../../test/support/local-suite.ts'
import { withWorker } from '../worker-process.ts'
import { peerSettings } from './peer-settings.ts'
import { type Peer, type PeerName, startPeer } from './start-peer.ts'
import { startVectorStandIn, vectorSettings } from './vector-stand-in.ts'

export interface Contest {
  local: LocalSuite
  /** The process of Marginalia's Worker; Linux only. */
  worker: string | undefined
  peers: Record<PeerName, Peer>
  book: { title: string; pages: number; passages: number }
  /** What the book has a section about. */
  subjects: string[]
  /** A question that can be understood only after one about any of them. */
  dependent: string
  close(): Promise<void>
}

const Sections = z.array(z.object({ section: z.string() }))
const Counts = z.tuple([z.object({ pages: z.int(), passages: z.int() })])

/** Marginalia and everything it is compared with, over one cloud and one book, each in a workerd of its own. */
export async function startContest(): Promise<Contest> {
  const { docs, ...book } = chooseBook()
  const { started: local, worker } = await withWorker(() => startLocalSuite({ docs }))
  const settings = await peerSettings(local)
  const vectors = await startVectorStandIn(settings)
  const peers = await startPeers({ ...settings, ...vectorSettings(vectors) })
  const sections =
    await local.sql`select distinct section from documents where section <> '' order by section`
  const [counts] = Counts.parse(
    await local.sql`select count(*)::int as passages, count(distinct source)::int as pages from documents`,
  )
  return {
    local,
    worker,
    peers,
    book: { title: book.title, ...counts },
    subjects: Sections.parse(sections).map(({ section }) => section),
    dependent: book.dependent,
    async close() {
      await Promise.all(Object.values(peers).map((peer) => peer.close()))
      await vectors.close()
      await local.close()
    },
  }
}

function chooseBook() {
  const textbook = fileURLToPath(new URL('../../../shared/corpora/textbook/docs', import.meta.url))
  if (existsSync(textbook))
    return { docs: textbook, title: 'a textbook', dependent: 'Does it need ROS 2?' }
  const handbook = fileURLToPath(new URL('../../handbook', import.meta.url))
  return { docs: handbook, title: 'the handbook', dependent: 'Does it need Redis?' }
}

/** One after another, so that each finds its own process. */
async function startPeers(bindings: Record<string, string>): Promise<Record<PeerName, Peer>> {
  const start = (name: PeerName) => startPeer(name, bindings)
  return {
    ai_sdk: await start('ai_sdk'),
    langchain: await start('langchain'),
    rag_chat: await start('rag_chat'),
    waits: await start('waits'),
    one_fetch: await start('one_fetch'),
  }
}
