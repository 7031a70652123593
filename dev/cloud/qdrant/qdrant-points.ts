import type * as z from 'zod'
import { unitVector } from '../stand-in/unit-vector.ts'
import { bestOf } from './best-of.ts'
import type { StoredPoint } from './points.ts'
import { wrongInput } from './qdrant-errors.ts'
import { toPredicate } from './qdrant-filter.ts'
import { fromStoredId, toStoredId } from './qdrant-ids.ts'
import type {
  Filter,
  NewPoint,
  Operation,
  Payload,
  PointId,
  Query,
  Scroll,
  Selector,
  WithPayload,
} from './qdrant-schemas.ts'
import type { Collection, Distance, Store } from './qdrant-store.ts'

interface Shown {
  with_payload?: WithPayload | null | undefined
  with_vector?: boolean | null | undefined
}

/** Writes points, replacing those with the same ids; refuses all when one has the wrong length. */
export function upsertPoints(store: Store, collection: Collection, points: NewPoint[]) {
  const fitting = points.map(({ id, vector, payload }) => ({
    id: toStoredId(id),
    point: { vector: fittingVector(vector, collection), payload: payload ?? {} },
  }))
  for (const { id, point } of fitting) collection.points.set(id, point)
  store.changed(
    collection.name,
    fitting.map(({ id }) => id),
  )
}

/** The points with these ids, in the order of their ids; unknown ids are left out. */
export function retrievePoints({ points }: Collection, ids: PointId[], shown: Shown) {
  return [...new Set(ids.map(toStoredId))].sort().flatMap((id) => {
    const point = points.get(id)
    return point ? [toPoint(id, point, shown)] : []
  })
}

export function deletePoints(store: Store, collection: Collection, selector: Selector) {
  const ids = selected(collection, toFilter(selector)).map(([id]) => id)
  for (const id of ids) collection.points.delete(id)
  store.changed(collection.name, ids)
}

/** One operation of a batch. */
export function applyOperation(store: Store, collection: Collection, operation: Operation) {
  if ('upsert' in operation) upsertPoints(store, collection, operation.upsert.points)
  else deletePoints(store, collection, operation.delete)
}

/** Sets these keys of the selected points' payloads and leaves their others. */
export function setPayload(
  store: Store,
  collection: Collection,
  payload: z.output<typeof Payload>,
  selector: Selector,
) {
  const found = selected(collection, toFilter(selector))
  for (const [id, point] of found) {
    collection.points.set(id, { ...point, payload: { ...point.payload, ...payload } })
  }
  store.changed(
    collection.name,
    found.map(([id]) => id),
  )
}

export const countPoints = (collection: Collection, filter?: Filter | null) =>
  selected(collection, filter).length

interface Near {
  id: string
  point: StoredPoint
  score: number
}

/** The nearest points, by exact search; of equal ones the lower id comes first. */
export function queryPoints(collection: Collection, query: z.output<typeof Query>) {
  const wanted = Array.isArray(query.query) ? query.query : query.query.nearest
  const vector = fittingVector(wanted, collection)
  const { measureFrom, isMoreNearer } = measures[collection.vectors.distance]
  const score = measureFrom(vector)
  const sign = isMoreNearer ? -1 : 1
  const threshold = query.score_threshold ?? undefined
  const isNear = (value: number) => threshold === undefined || sign * value <= sign * threshold
  const near = selected(collection, query.filter)
    .map(([id, point]) => ({ id, point, score: score(point.vector) }))
    .filter(({ score: value }) => isNear(value))
  const isBefore = (a: Near, b: Near) => sign * (a.score - b.score) || (a.id < b.id ? -1 : 1)
  return bestOf(near, query.offset + query.limit, isBefore)
    .slice(query.offset)
    .map(({ id, point, score }) => ({
      ...toPoint(id, point, { ...query, with_payload: query.with_payload ?? false }),
      version: 0,
      score,
    }))
}

/** Points in the order of their ids, and the id that the next page begins with. */
export function scrollPoints(
  collection: Collection,
  { filter, limit, offset, ...shown }: z.output<typeof Scroll>,
) {
  const from = offset === null || offset === undefined ? '' : toStoredId(offset)
  const found = selected(collection, filter)
    .filter(([id]) => id >= from)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const next = found[limit]?.[0]
  return {
    points: found.slice(0, limit).map(([id, point]) => toPoint(id, point, shown)),
    next_page_offset: next === undefined ? null : fromStoredId(next),
  }
}

function selected(
  { points }: Collection,
  filter: Filter | null | undefined,
): [string, StoredPoint][] {
  const isWanted = toPredicate(filter)
  const source = sourceOf(filter)
  const found: [string, StoredPoint][] = []
  for (const entry of source === undefined ? points : points.ofSource(source)) {
    if (isWanted(entry[0], entry[1].payload)) found.push(entry)
  }
  return found
}

/** The one source whose points a filter asks for, if it does. */
function sourceOf(filter: Filter | null | undefined): string | undefined {
  for (const clause of [filter?.must ?? []].flat()) {
    if (!('match' in clause && clause.key === 'source' && 'value' in clause.match)) continue
    if (typeof clause.match.value === 'string') return clause.match.value
  }
  return undefined
}

function toFilter(selector: Selector): Filter {
  return 'points' in selector ? { must: { has_id: selector.points } } : selector.filter
}

type MeasureFrom = (query: Float32Array) => (vector: Float32Array) => number

// Vectors of a Cosine collection are stored with length 1, where the cosine is the dot product.
const measures: Record<Distance, { measureFrom: MeasureFrom; isMoreNearer: boolean }> = {
  Cosine: { measureFrom: dotProduct, isMoreNearer: true },
  Dot: { measureFrom: dotProduct, isMoreNearer: true },
  Euclid: { measureFrom: (a) => (b) => Math.sqrt(squares(a, b)), isMoreNearer: false },
  Manhattan: { measureFrom: sumOf((a, b) => Math.abs(a - b)), isMoreNearer: false },
}

/** Every point is looked at, so that what adds nothing is left out: a small model's vectors are half zeros. */
function dotProduct(query: Float32Array) {
  const places = placesOf(query)
  const values = new Float32Array(places.length)
  for (let at = 0; at < places.length; at += 1) values[at] = query[places[at] ?? 0] ?? 0
  return (vector: Float32Array) => {
    let sum = 0
    for (let at = 0; at < places.length; at += 1)
      sum += (values[at] ?? 0) * (vector[places[at] ?? 0] ?? 0)
    return sum
  }
}

function placesOf(query: Float32Array): Uint32Array {
  const places = new Uint32Array(query.length)
  let count = 0
  for (let at = 0; at < query.length; at += 1) {
    if (query[at] === 0) continue
    places[count] = at
    count += 1
  }
  return places.subarray(0, count)
}

const squares = (a: Float32Array, b: Float32Array) => sumOf((x, y) => (x - y) ** 2)(a)(b)

function sumOf(term: (a: number, b: number) => number): MeasureFrom {
  return (a) => (b) => {
    let sum = 0
    for (let at = 0; at < a.length; at += 1) sum += term(a[at] ?? 0, b[at] ?? 0)
    return sum
  }
}

function fittingVector(
  vector: number[],
  { vectors: { size, distance } }: Collection,
): Float32Array {
  if (vector.length !== size) {
    throw wrongInput(`Vector dimension error: expected dim: ${size}, got ${vector.length}`)
  }
  const fitting = new Float32Array(vector)
  return distance === 'Cosine' ? unitVector(fitting) : fitting
}

// Without being asked, Qdrant shows payloads of points it retrieves or scrolls, and vectors never.
function toPoint(id: string, { payload, vector }: StoredPoint, shown: Shown) {
  const wanted = shown.with_payload ?? true
  return {
    id: fromStoredId(id),
    ...(wanted !== false && { payload: shownPayload(payload, wanted) }),
    ...(shown.with_vector && { vector: [...vector] }),
  }
}

const mostSelections = 4
const selections = new WeakMap<object, string>()
const shownPayloads = new WeakMap<object, Map<string, Record<string, unknown>>>()

/** The same object whenever the same fields of a payload are wanted, so that they are written once. */
function shownPayload(
  payload: Record<string, unknown>,
  wanted: Exclude<WithPayload, false>,
): Record<string, unknown> {
  if (wanted === true) return payload
  const selection = selections.get(wanted) ?? JSON.stringify(wanted)
  selections.set(wanted, selection)
  const known = shownPayloads.get(payload) ?? new Map<string, Record<string, unknown>>()
  shownPayloads.set(payload, known)
  const shown = known.get(selection) ?? selectedOf(payload, wanted)
  if (known.size < mostSelections) known.set(selection, shown)
  return shown
}

function selectedOf(payload: Record<string, unknown>, wanted: Exclude<WithPayload, boolean>) {
  const names = Array.isArray(wanted) ? wanted : 'include' in wanted ? wanted.include : undefined
  if (names) return only(payload, names)
  const excluded = !Array.isArray(wanted) && 'exclude' in wanted ? wanted.exclude : []
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !excluded.includes(name)))
}

function only(payload: Record<string, unknown>, names: string[]) {
  const shown: Record<string, unknown> = {}
  for (const name of names) if (Object.hasOwn(payload, name)) shown[name] = payload[name]
  return shown
}
