import * as z from 'zod/mini'
import { collectionPath, type QdrantDoor, unless } from './wire/qdrant-door.ts'

const Described = z.object({
  config: z.object({ params: z.object({ vectors: z.object({ size: z.int() }) }) }),
  payload_schema: z._default(z.record(z.string(), z.unknown()), {}),
})

const Aliases = z.object({
  aliases: z.array(z.object({ alias_name: z.string(), collection_name: z.string() })),
})

const Counted = z.object({ count: z.int() })

const Collections = z.object({ collections: z.array(z.object({ name: z.string() })) })

/** What filters use is indexed: strict mode, Qdrant Cloud's default, forbids all other filters. */
export const passageIndexes = {
  source: 'keyword',
  category: 'keyword',
  intent: 'keyword',
  tags: 'keyword',
  groups: 'keyword',
  version: 'keyword',
  site: 'keyword',
  part_number: 'integer',
} as const

export interface Answering {
  /** The length of the vectors. */
  dimensions: number
  isAlias: boolean
  /** The indexes of what filters use that it has not yet. */
  lacks: Indexes
}

/** The collections of passages; the one that answers has the alias as its other name. */
export function createCollections(door: QdrantDoor, alias: string) {
  const aliases = async () => Aliases.parse(await door('GET', '/aliases')).aliases
  const update = (actions: object[]) => door('POST', '/collections/aliases', { actions })
  const drop = (collection: string) => door('DELETE', collectionPath(collection))

  /** What answers under the configured name, and whether that is an alias; undefined where nothing does. */
  async function answering(): Promise<Answering | undefined> {
    const [held, all] = await Promise.all([describe(door, alias), aliases()])
    if (held === undefined) return undefined
    const isAlias = all.some((one) => one.alias_name === alias)
    return { dimensions: sizeOf(held), isAlias, lacks: lacking(held, passageIndexes) }
  }

  return {
    answering,

    /** The length of the vectors that answer; undefined where there is no collection yet. */
    dimensions: () => vectorSize(door, alias),

    /**
     * Makes a first collection behind the alias, or the indexes that one of an earlier release lacks;
     * `known` is what was seen to answer a moment ago.
     */
    async prepare(dimensions: number, known?: Answering): Promise<void> {
      const held = known ? undefined : await describe(door, alias)
      const lacks = known?.lacks ?? (held && lacking(held, passageIndexes))
      if (lacks !== undefined) return await makeIndexes(door, alias, lacks)
      const collection = await freeName(door, `${alias}-${dimensions}`)
      await makeCollection(door, collection, dimensions, passageIndexes)
      await update([named(alias, collection)])
    },

    /** Makes an empty collection to be filled beside the one that answers. */
    create: (collection: string, dimensions: number) =>
      makeCollection(door, collection, dimensions, passageIndexes),

    /**
     * Lets a collection answer from now on, in one step, and drops the one that answered before. Where
     * that has the alias' own name it has to go first, and nothing answers in between.
     */
    async swap(collection: string): Promise<void> {
      const before = (await aliases()).find((one) => one.alias_name === alias)?.collection_name
      if (before === collection) return
      if (!before) await drop(alias)
      const free = { delete_alias: { alias_name: alias } }
      await update(before ? [free, named(alias, collection)] : [named(alias, collection)])
      if (before) await drop(before)
    },

    /**
     * The name of the collection that a run fills beside the one that answers. Ids of runs begin anew
     * in a new database, so the moment at which the run began is part of it.
     */
    collectionOf: (runId: number, startedAt: Date) =>
      `${alias}-run-${runId}-${startedAt.getTime()}`,

    /** Drops the collections of earlier runs that never came to answer, or answer no more. */
    async sweep(besides: string): Promise<void> {
      const [all, inUse] = await Promise.all([door('GET', '/collections'), aliases()])
      const kept = [besides, ...inUse.map((one) => one.collection_name)]
      for (const { name } of Collections.parse(all).collections) {
        if (isOfARun(name, alias) && !kept.includes(name)) await drop(name)
      }
    },
  }
}

/** The length of a collection's vectors; undefined where there is none of this name. */
export async function vectorSize(door: QdrantDoor, name: string): Promise<number | undefined> {
  const described = await describe(door, name)
  return described && sizeOf(described)
}

const sizeOf = ({ config }: z.infer<typeof Described>) => config.params.vectors.size

async function describe(door: QdrantDoor, name: string) {
  const described = await unless(404, door('GET', collectionPath(name)))
  return described === undefined ? undefined : Described.parse(described)
}

type Indexes = Record<string, 'keyword' | 'integer'>

const lacking = ({ payload_schema: held }: z.infer<typeof Described>, wanted: Indexes): Indexes =>
  Object.fromEntries(Object.entries(wanted).filter(([field]) => !(field in held)))

/** A name that no filled collection has: what another system left under it is not for ours to answer from. */
async function freeName(door: QdrantDoor, wanted: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}-${n}`
    const path = collectionPath(name, '/points/count')
    const counted = await unless(404, door('POST', path, { exact: true }))
    if (counted === undefined || Counted.parse(counted).count === 0) return name
  }
}

/** Makes a collection with its payload indexes, each step of which may have been done before. */
export async function makeCollection(
  door: QdrantDoor,
  name: string,
  size: number,
  indexes: Indexes,
): Promise<void> {
  const vectors = { size, distance: 'Cosine' }
  await unless(409, door('PUT', collectionPath(name), { vectors }))
  await makeIndexes(door, name, indexes)
}

async function makeIndexes(door: QdrantDoor, name: string, indexes: Indexes): Promise<void> {
  await Promise.all(
    Object.entries(indexes).map(([field_name, field_schema]) => {
      const index = { field_name, field_schema }
      return unless(409, door('PUT', collectionPath(name, '/index?wait=true'), index))
    }),
  )
}

// Runs of before had UUIDs for ids.
const isOfARun = (name: string, alias: string) =>
  name.startsWith(`${alias}-`) &&
  /^(?:run-\d+-\d+|[0-9a-f]{8}-[0-9a-f-]{27})$/.test(name.slice(alias.length + 1))

const named = (alias_name: string, collection_name: string) => ({
  create_alias: { alias_name, collection_name },
})
