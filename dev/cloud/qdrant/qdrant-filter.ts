import { toStoredId } from './qdrant-ids.ts'
import type { Condition, Filter, Match, Range } from './qdrant-schemas.ts'

/** Says of a point, by its stored id and payload, whether a filter lets it through. */
export type Predicate = (id: string, payload: Record<string, unknown>) => boolean

/** A filter as a predicate; no filter lets everything through. */
export function toPredicate(filter: Filter | null | undefined): Predicate {
  if (filter === null || filter === undefined) return () => true
  const must = list(filter.must).map(conditionPredicate)
  const mustNot = list(filter.must_not).map(conditionPredicate)
  const should = list(filter.should).map(conditionPredicate)
  // A point is one of thousands: most filters are of one clause.
  const [first, ...rest] = must
  if (first && rest.length + mustNot.length + should.length === 0) return first
  return (id, payload) =>
    must.every((holds) => holds(id, payload)) &&
    !mustNot.some((holds) => holds(id, payload)) &&
    // An empty `should` asks for nothing, like an absent one.
    (should.length === 0 || should.some((holds) => holds(id, payload)))
}

function list(clauses: Condition | Condition[] | undefined): Condition[] {
  if (clauses === undefined) return []
  return Array.isArray(clauses) ? clauses : [clauses]
}

function conditionPredicate(condition: Condition): Predicate {
  if ('match' in condition) {
    const value = valueAt(condition.key)
    const isMatched = matcher(condition.match)
    return (_, payload) => isMatched(value(payload))
  }
  if ('range' in condition) {
    const { range } = condition
    const value = valueAt(condition.key)
    return (_, payload) => hasOne(value(payload), (one) => isWithin(one, range))
  }
  if ('is_empty' in condition) {
    const value = valueAt(condition.is_empty.key)
    return (_, payload) => isEmpty(value(payload))
  }
  if ('is_null' in condition) {
    const value = valueAt(condition.is_null.key)
    return (_, payload) => [value(payload)].flat().includes(null)
  }
  if ('has_id' in condition) {
    const ids = new Set(condition.has_id.map(toStoredId))
    return (id) => ids.has(id)
  }
  return toPredicate(condition)
}

type Reader<Value> = (payload: Record<string, unknown>) => Value

// Keys reach into objects by dots, as in Qdrant.
function valueAt(key: string): Reader<unknown> {
  const parts = key.split('.')
  if (parts.length === 1) return (payload) => payload[key]
  return (payload) => {
    let value: unknown = payload
    for (const part of parts) {
      if (typeof value !== 'object' || value === null) return undefined
      value = Reflect.get(value, part)
    }
    return value
  }
}

const isThere = (value: unknown) => value !== undefined && value !== null

/** Whether a test holds of what is in the payload; of a list, when it holds of any member. */
function hasOne(value: unknown, test: (one: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some((one) => isThere(one) && test(one))
  return isThere(value) && test(value)
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)

function matcher(match: Match): (value: unknown) => boolean {
  if ('value' in match) return (value) => hasOne(value, (one) => isSame(one, match.value))
  if ('any' in match) {
    return (value) => hasOne(value, (one) => match.any.some((wanted) => isSame(one, wanted)))
  }
  const isExcepted = (one: unknown) => match.except.some((wanted) => isSame(one, wanted))
  return (value) => hasOne(value, () => true) && !hasOne(value, isExcepted)
}

/** An integer is the same whether it was small enough for a number or not. */
function isSame(value: unknown, wanted: unknown): boolean {
  if (value === wanted) return true
  if (typeof value === 'string') return false
  const isInteger = (one: unknown) => typeof one === 'bigint' || Number.isInteger(one)
  if (isInteger(value) && isInteger(wanted)) return `${value}` === `${wanted}`
  return false
}

function isWithin(value: unknown, { gt, gte, lt, lte }: Range): boolean {
  if (typeof value !== 'number' && typeof value !== 'bigint') return false
  return (
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte)
  )
}
