import * as z from 'zod/mini'
import { createNeon, sql } from '../../lib/clients/neon.ts'
import { createCollections, passageIndexes } from '../../lib/clients/qdrant-collections.ts'
import {
  collectionPath,
  createQdrantDoor,
  type QdrantDoor,
  unless,
} from '../../lib/clients/wire/qdrant-door.ts'
import { type Finding, fault, look, type OwnSettings, ok, unseen } from './finding.ts'

const timeoutMs = 30_000

const Described = z.object({
  points_count: z.optional(z.nullable(z.number())),
  payload_schema: z._default(z.record(z.string(), z.unknown()), {}),
})
const Count = z.object({ passages: z.int() })

/** The collection that answers: its alias, the length of its vectors, its indexes; mends what is half made. */
export async function examineQdrant(settings: OwnSettings): Promise<Finding[]> {
  const { QDRANT_URL: url, QDRANT_API_KEY: apiKey, DATABASE_URL: databaseUrl } = settings
  if (!url || !apiKey) return [unseen('Qdrant', 'QDRANT_URL and QDRANT_API_KEY are not at hand')]
  const alias = settings.QDRANT_COLLECTION ?? 'textbook-passages'
  const wanted = Number(settings.EMBEDDING_DIMENSIONS ?? 1024)
  const door = createQdrantDoor({ url, apiKey, timeoutMs })
  const collections = createCollections(door, alias)
  const todo = 'Check the cluster at cloud.qdrant.io, QDRANT_URL with its port, and the key.'
  return await look('Qdrant', todo, async () => {
    const before = await collections.answering()
    // An empty collection that no alias points to is what a first run leaves that was cut off.
    if (!before) await collections.prepare(wanted)
    const { dimensions, isAlias } = (await collections.answering()) ?? {
      dimensions: 0,
      isAlias: true,
    }
    const made = await mendIndexes(door, alias)
    return [
      before
        ? ok('Qdrant', `${alias} answers${isAlias ? ' by its alias' : ' under its own name'}`)
        : ok('Qdrant', `${alias} answered nowhere: mended, it is there and its alias too`),
      dimensions === wanted
        ? ok('vectors', `have ${dimensions} numbers`)
        : fault(
            'vectors',
            `Those in ${alias} have ${dimensions} numbers, EMBEDDING_DIMENSIONS is ${wanted}: start a run with npm run ingest, which fills a new collection and changes over.`,
          ),
      ok('payload indexes', made.length > 0 ? `made: ${made.join(', ')}` : 'are all there'),
      await parityFinding(door, alias, databaseUrl, settings.NEON_HTTP_URL),
    ]
  })
}

/** Makes the indexes that are missing: Qdrant Cloud refuses a filter on a field without one. */
async function mendIndexes(door: QdrantDoor, alias: string): Promise<string[]> {
  const { payload_schema } = Described.parse(await door('GET', collectionPath(alias)))
  const missing = Object.entries(passageIndexes).filter(([field]) => !(field in payload_schema))
  for (const [field_name, field_schema] of missing) {
    const index = { field_name, field_schema }
    await unless(409, door('PUT', collectionPath(alias, '/index?wait=true'), index))
  }
  return missing.map(([field]) => field)
}

async function parityFinding(
  door: QdrantDoor,
  alias: string,
  databaseUrl: string | undefined,
  httpUrl: string | undefined,
): Promise<Finding> {
  if (!databaseUrl) return unseen('passages', 'DATABASE_URL is not at hand')
  const { points_count } = Described.parse(await door('GET', collectionPath(alias)))
  const neon = createNeon({ url: databaseUrl, httpUrl, timeoutMs })
  const [row] = await neon.run(sql(Count)`select count(*)::int as passages from documents`)
  const [inNeon, inQdrant] = [row?.passages ?? 0, points_count ?? 0]
  if (inNeon === 0) return fault('passages', 'There is none: start a run with npm run ingest.')
  return inNeon === inQdrant
    ? ok('passages', `${inNeon} in Neon and in Qdrant`)
    : fault('passages', `${inNeon} in Neon and ${inQdrant} in Qdrant: run npm run parity.`)
}
