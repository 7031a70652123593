import { appendFile, readFile, rename, writeFile } from 'node:fs/promises'
import * as z from 'zod'
import { parseLossless, stringifyLossless } from './lossless-json.ts'
import { Points, type StoredPoint } from './points.ts'

export const distances = ['Cosine', 'Dot', 'Euclid', 'Manhattan'] as const
export type Distance = (typeof distances)[number]

export interface Collection {
  name: string
  vectors: { size: number; distance: Distance }
  /** The type of each indexed payload field; searches here are exact and need none. */
  indexes: Map<string, string>
  /** By stored id, whose order is Qdrant's. */
  points: Points
}

/** What the Qdrant stand-in holds: in memory, and in a file of its changes when it has one. */
export interface Store {
  collections: Map<string, Collection>
  /** Alias → collection. */
  aliases: Map<string, string>
  /** Notes that a collection has to be written anew: itself, or only these of its points. */
  changed(name: string, ids?: Iterable<string>): void
  aliasesChanged(): void
  /** Resolves once every change is in the file. */
  flush(): Promise<void>
}

const Line = z.union([
  z.strictObject({ aliases: z.record(z.string(), z.string()) }),
  z.strictObject({
    collection: z.string(),
    vectors: z.object({ size: z.number(), distance: z.enum(distances) }).nullable(),
    indexes: z.record(z.string(), z.string()),
  }),
  z.strictObject({
    of: z.string(),
    id: z.string(),
    point: z
      .strictObject({ vector: z.string(), payload: z.record(z.string(), z.unknown()) })
      .nullable(),
  }),
])
type Line = z.output<typeof Line>

/** Opens the store; with a file, from what it says, which is then written anew without its history. */
export async function openStore(file?: string): Promise<Store> {
  const collections = new Map<string, Collection>()
  const aliases = new Map<string, string>()
  const state = { collections, aliases }
  const pending: Line[] = []
  let written = Promise.resolve()
  if (file !== undefined) {
    for (const line of await readLines(file)) apply(line, state)
    await writeFile(`${file}.new`, toText([...everything(state)]))
    await rename(`${file}.new`, file)
  }
  return {
    ...state,
    changed(name, ids) {
      if (file === undefined) return
      const collection = collections.get(name)
      if (ids === undefined) pending.push(collectionLine(name, collection))
      else for (const id of ids) pending.push(pointLine(name, id, collection?.points.get(id)))
    },
    aliasesChanged() {
      if (file !== undefined) pending.push({ aliases: Object.fromEntries(aliases) })
    },
    async flush() {
      if (file === undefined || pending.length === 0) return
      const text = toText(pending.splice(0))
      written = written.then(() => appendFile(file, text))
      await written
    },
  }
}

type State = Pick<Store, 'collections' | 'aliases'>

async function readLines(file: string): Promise<Line[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  // The last line may have been cut off by a crash: what was not whole was not promised either.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => Line.parse(parseLossless(line)))
}

const toText = (lines: Line[]) => lines.map((line) => `${stringifyLossless(line)}\n`).join('')

function apply(line: Line, { collections, aliases }: State) {
  if ('aliases' in line) {
    aliases.clear()
    for (const [alias, name] of Object.entries(line.aliases)) aliases.set(alias, name)
  } else if ('collection' in line) {
    const { collection: name, vectors, indexes } = line
    const points = collections.get(name)?.points ?? new Points()
    if (vectors === null) collections.delete(name)
    else collections.set(name, { name, vectors, indexes: new Map(Object.entries(indexes)), points })
  } else if (line.point === null) {
    collections.get(line.of)?.points.delete(line.id)
  } else {
    const { vector, payload } = line.point
    collections.get(line.of)?.points.set(line.id, { vector: fromBase64(vector), payload })
  }
}

function* everything({ collections, aliases }: State): Generator<Line> {
  for (const [name, collection] of collections) {
    yield collectionLine(name, collection)
    for (const [id, point] of collection.points) yield pointLine(name, id, point)
  }
  yield { aliases: Object.fromEntries(aliases) }
}

function collectionLine(name: string, collection: Collection | undefined): Line {
  const indexes = Object.fromEntries(collection?.indexes ?? [])
  return { collection: name, vectors: collection?.vectors ?? null, indexes }
}

function pointLine(of: string, id: string, point: StoredPoint | undefined): Line {
  if (point === undefined) return { of, id, point: null }
  const { buffer, byteOffset, byteLength } = point.vector
  const vector = Buffer.from(buffer, byteOffset, byteLength).toString('base64')
  return { of, id, point: { vector, payload: point.payload } }
}

function fromBase64(text: string): Float32Array {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'))
  return new Float32Array(bytes.buffer)
}
