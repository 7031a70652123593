import type * as z from 'zod'
import { parseLossless, stringifyLossless } from './lossless-json.ts'
import type { Collection } from './qdrant-collections.ts'
import { QdrantError, wrongInput } from './qdrant-errors.ts'
import { filterSql } from './qdrant-filter.ts'
import { fromStoredId, toStoredId } from './qdrant-ids.ts'
import type {
  Filter,
  NewPoint,
  Payload,
  PointId,
  Query,
  Scroll,
  Selector,
  WithPayload,
} from './qdrant-schemas.ts'
import { createBinder, rows, type Session } from './qdrant-statement.ts'

interface Shown {
  with_payload?: WithPayload | null | undefined
  with_vector?: boolean | null | undefined
}

/** Writes points, replacing those with the same ids; refuses all when one has the wrong length. */
export async function upsertPoints(session: Session, collection: Collection, points: NewPoint[]) {
  const byId = new Map(points.map((point) => [toStoredId(point.id), point]))
  const distinct = [...byId.values()]
  const vectors = distinct.map(({ vector }) => JSON.stringify(fittingVector(vector, collection)))
  const payloads = distinct.map(({ payload }) => stringifyLossless(payload ?? {}))
  await rows(
    session,
    `INSERT INTO qdrant.points (collection, id, vector, payload)
     SELECT $1, * FROM unnest($2::text[], $3::vector[], $4::jsonb[])
     ON CONFLICT (collection, id)
     DO UPDATE SET vector = EXCLUDED.vector, payload = EXCLUDED.payload`,
    [collection.name, arrayText([...byId.keys()]), arrayText(vectors), arrayText(payloads)],
  )
}

// Postgres' text of an array, which quotes as JSON does but knows none of its other escapes.
function arrayText(members: string[]): string {
  return `{${members.map((member) => `"${member.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

/** The points with these ids, in no promised order; unknown ids are left out. */
export async function retrievePoints(
  session: Session,
  { name }: Collection,
  ids: PointId[],
  shown: Shown,
) {
  const { params, bind } = createBinder()
  const condition = filterSql({ must: { has_id: ids } }, bind)
  const found = await rows(
    session,
    `SELECT id, payload, vector FROM qdrant.points
     WHERE ${condition} AND collection = ${bind(name)} ORDER BY id`,
    params,
  )
  return found.map(([id = '', payload = '', vector = '']) => toPoint(id, payload, vector, shown))
}

export async function deletePoints(session: Session, { name }: Collection, selector: Selector) {
  const { params, bind } = createBinder()
  const condition = filterSql(toFilter(selector), bind)
  await rows(
    session,
    `DELETE FROM qdrant.points WHERE ${condition} AND collection = ${bind(name)}`,
    params,
  )
}

/** Sets these keys of the selected points' payloads and leaves their others. */
export async function setPayload(
  session: Session,
  { name }: Collection,
  payload: z.output<typeof Payload>,
  selector: Selector,
) {
  const { params, bind } = createBinder()
  const condition = filterSql(toFilter(selector), bind)
  await rows(
    session,
    `UPDATE qdrant.points SET payload = payload || ${bind(stringifyLossless(payload))}::jsonb
     WHERE ${condition} AND collection = ${bind(name)}`,
    params,
  )
}

export async function countPoints(session: Session, { name }: Collection, filter?: Filter | null) {
  const { params, bind } = createBinder()
  const condition = filterSql(filter, bind)
  const [row] = await rows(
    session,
    `SELECT count(*) FROM qdrant.points WHERE ${condition} AND collection = ${bind(name)}`,
    params,
  )
  return Number(row?.[0])
}

// How each distance scores in pgvector's terms, and whether more is nearer.
const scores = {
  Cosine: { sql: (query: string) => `1 - (vector <=> ${query})`, order: 'DESC', keeps: '>=' },
  Dot: { sql: (query: string) => `-(vector <#> ${query})`, order: 'DESC', keeps: '>=' },
  Euclid: { sql: (query: string) => `vector <-> ${query}`, order: 'ASC', keeps: '<=' },
  Manhattan: { sql: (query: string) => `vector <+> ${query}`, order: 'ASC', keeps: '<=' },
}

/** The nearest points, by exact search. */
export async function queryPoints(
  session: Session,
  collection: Collection,
  query: z.output<typeof Query>,
) {
  const { params, bind } = createBinder()
  const wanted = Array.isArray(query.query) ? query.query : query.query.nearest
  const { sql, order, keeps } = scores[collection.vectors.distance]
  const vector = `${bind(JSON.stringify(fittingVector(wanted, collection)))}::vector`
  const threshold =
    typeof query.score_threshold === 'number'
      ? `score ${keeps} ${bind(`${query.score_threshold}`)}::float8`
      : 'true'
  const found = await rows(
    session,
    `SELECT id, payload, vector, score FROM (
       SELECT id, payload, vector, ${sql(vector)} AS score FROM qdrant.points
       WHERE ${filterSql(query.filter, bind)} AND collection = ${bind(collection.name)}
     ) AS scored WHERE ${threshold}
     ORDER BY score ${order}, id LIMIT ${query.limit} OFFSET ${query.offset}`,
    params,
  )
  return found.map(([id = '', payload = '', stored = '', score = '']) => ({
    ...toPoint(id, payload, stored, { ...query, with_payload: query.with_payload ?? false }),
    version: 0,
    score: Number(score),
  }))
}

/** Points in the order of their ids, and the id that the next page begins with. */
export async function scrollPoints(
  session: Session,
  { name }: Collection,
  { filter, limit, offset, ...shown }: z.output<typeof Scroll>,
) {
  const { params, bind } = createBinder()
  const from = offset === null || offset === undefined ? '' : toStoredId(offset)
  const found = await rows(
    session,
    `SELECT id, payload, vector FROM qdrant.points
     WHERE ${filterSql(filter, bind)} AND collection = ${bind(name)} AND id >= ${bind(from)}
     ORDER BY id LIMIT ${limit + 1}`,
    params,
  )
  const next = found[limit]?.[0]
  const points = found
    .slice(0, limit)
    .map(([id = '', payload = '', vector = '']) => toPoint(id, payload, vector, shown))
  return { points, next_page_offset: next === undefined ? null : fromStoredId(next) }
}

function toFilter(selector: Selector): Filter {
  return 'points' in selector ? { must: { has_id: selector.points } } : selector.filter
}

function fittingVector(vector: number[], { vectors: { size, distance } }: Collection): number[] {
  if (vector.length !== size) {
    throw wrongInput(`Vector dimension error: expected dim: ${size}, got ${vector.length}`)
  }
  const length = distance === 'Cosine' ? Math.hypot(...vector) : 1
  return length === 0 || length === 1 ? vector : vector.map((value) => value / length)
}

// Without being asked, Qdrant shows payloads of points it retrieves or scrolls, and vectors never.
function toPoint(id: string, payload: string, vector: string, shown: Shown) {
  const wanted = shown.with_payload ?? true
  return {
    id: fromStoredId(id),
    ...(wanted !== false && { payload: shownPayload(payload, wanted) }),
    ...(shown.with_vector && { vector: JSON.parse(vector) as unknown }),
  }
}

function shownPayload(text: string, wanted: Exclude<WithPayload, false>): unknown {
  const payload = parseLossless(text)
  if (wanted === true) return payload
  if (typeof payload !== 'object' || payload === null) throw new QdrantError(400, 'not an object')
  const names = Array.isArray(wanted) ? wanted : 'include' in wanted ? wanted.include : undefined
  const excluded = !Array.isArray(wanted) && 'exclude' in wanted ? wanted.exclude : []
  const keeps = (name: string) => (names ? names.includes(name) : !excluded.includes(name))
  return Object.fromEntries(Object.entries(payload).filter(([name]) => keeps(name)))
}
