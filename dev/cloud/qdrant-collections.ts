import * as z from 'zod'
import { notFound, QdrantError, wrongInput } from './qdrant-errors.ts'
import type { AliasAction, NewCollection } from './qdrant-schemas.ts'
import { rows, type Session } from './qdrant-statement.ts'

/** The tables under Qdrant's stand-in; `PLAIN` keeps vectors in the row, which halves a search. */
export const qdrantTables = `
  CREATE EXTENSION IF NOT EXISTS vector;
  CREATE SCHEMA IF NOT EXISTS qdrant;
  CREATE TABLE IF NOT EXISTS qdrant.collections (
    name text PRIMARY KEY,
    vectors jsonb NOT NULL,
    indexes jsonb NOT NULL DEFAULT '{}'
  );
  CREATE TABLE IF NOT EXISTS qdrant.aliases (
    alias text PRIMARY KEY,
    collection text NOT NULL REFERENCES qdrant.collections ON DELETE CASCADE
  );
  CREATE TABLE IF NOT EXISTS qdrant.points (
    collection text NOT NULL REFERENCES qdrant.collections ON DELETE CASCADE,
    id text COLLATE "C" NOT NULL,
    vector public.vector NOT NULL,
    payload jsonb NOT NULL,
    PRIMARY KEY (collection, id)
  );
  ALTER TABLE qdrant.points ALTER COLUMN vector SET STORAGE PLAIN;
`

const Vectors = z.object({
  size: z.number(),
  distance: z.enum(['Cosine', 'Dot', 'Euclid', 'Manhattan']),
})

export interface Collection {
  name: string
  vectors: z.output<typeof Vectors>
  indexes: Record<string, string>
}

const collectionColumns = 'c.name, c.vectors, c.indexes FROM qdrant.collections c'

function toCollection([name = '', vectors = '', indexes = '']: string[]): Collection {
  return {
    name,
    vectors: Vectors.parse(JSON.parse(vectors)),
    indexes: z.record(z.string(), z.string()).parse(JSON.parse(indexes)),
  }
}

/** The collection of that name or behind that alias; not found is Qdrant's 404. */
export async function getCollection(session: Session, name: string): Promise<Collection> {
  const [row] = await rows(
    session,
    `SELECT ${collectionColumns} WHERE c.name = $1
     OR c.name = (SELECT collection FROM qdrant.aliases WHERE alias = $1)`,
    [name],
  )
  if (row === undefined) throw notFound(name)
  return toCollection(row)
}

export async function listCollections(session: Session): Promise<string[]> {
  const found = await rows(session, 'SELECT name FROM qdrant.collections ORDER BY name')
  return found.map(([name = '']) => name)
}

export async function createCollection(
  session: Session,
  name: string,
  { vectors: { size, distance } }: z.output<typeof NewCollection>,
): Promise<void> {
  const [alias] = await rows(session, 'SELECT alias FROM qdrant.aliases WHERE alias = $1', [name])
  if (alias)
    throw wrongInput(
      `Can't create collection with name ${name}. Alias with the same name already exists`,
    )
  const created = await rows(
    session,
    `INSERT INTO qdrant.collections (name, vectors) VALUES ($1, $2)
     ON CONFLICT DO NOTHING RETURNING name`,
    [name, JSON.stringify({ size, distance })],
  )
  if (created.length === 0) {
    throw new QdrantError(409, `Wrong input: Collection \`${name}\` already exists!`)
  }
}

/** Removes a collection, by its own name only; says whether there was one. */
export async function deleteCollection(session: Session, name: string): Promise<boolean> {
  const query = 'DELETE FROM qdrant.collections WHERE name = $1 RETURNING name'
  return (await rows(session, query, [name])).length > 0
}

export async function setIndex(session: Session, name: string, field: string, type?: string) {
  const change =
    type === undefined ? 'indexes - $2' : 'indexes || jsonb_build_object($2::text, $3::text)'
  const params = type === undefined ? [name, field] : [name, field, type]
  await rows(session, `UPDATE qdrant.collections SET indexes = ${change} WHERE name = $1`, params)
}

export async function listAliases(session: Session, collection?: string) {
  const found = await rows(session, 'SELECT alias, collection FROM qdrant.aliases ORDER BY alias')
  return found
    .map(([alias_name = '', collection_name = '']) => ({ alias_name, collection_name }))
    .filter(({ collection_name }) => collection === undefined || collection_name === collection)
}

/** Applies one alias action; run several in one transaction. */
export async function changeAlias(session: Session, action: AliasAction): Promise<void> {
  if ('create_alias' in action) {
    const { alias_name: alias, collection_name: collection } = action.create_alias
    const names = await listCollections(session)
    if (!names.includes(collection)) throw notFound(collection)
    if (names.includes(alias))
      throw new QdrantError(409, `Wrong input: Collection \`${alias}\` already exists!`)
    await rows(
      session,
      `INSERT INTO qdrant.aliases VALUES ($1, $2)
       ON CONFLICT (alias) DO UPDATE SET collection = EXCLUDED.collection`,
      [alias, collection],
    )
  } else if ('rename_alias' in action) {
    const { old_alias_name: from, new_alias_name: to } = action.rename_alias
    const query = 'UPDATE qdrant.aliases SET alias = $2 WHERE alias = $1 RETURNING alias'
    if ((await rows(session, query, [from, to])).length === 0) throw noAlias(from)
  } else {
    const { alias_name: alias } = action.delete_alias
    await rows(session, 'DELETE FROM qdrant.aliases WHERE alias = $1', [alias])
  }
}

const noAlias = (alias: string) =>
  new QdrantError(404, `Not found: Alias ${alias} does not exists!`)
