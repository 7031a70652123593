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
    const { match } = condition
    const values = valuesAt(condition.key)
    return (_, payload) => matches(values(payload), match)
  }
  if ('range' in condition) {
    const { range } = condition
    const values = valuesAt(condition.key)
    return (_, payload) => values(payload).some((value) => isWithin(value, range))
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
  return (payload) => {
    let value: unknown = payload
    for (const part of parts) {
      if (typeof value !== 'object' || value === null) return undefined
      value = Reflect.get(value, part)
    }
    return value
  }
}

// A list in the payload matches when any of its members does.
function valuesAt(key: string): Reader<unknown[]> {
  const read = valueAt(key)
  const isThere = (value: unknown) => value !== undefined && value !== null
  return (payload) => {
    const value = read(payload)
    if (Array.isArray(value)) return value.filter(isThere)
    return isThere(value) ? [value] : []
  }
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)

function matches(values: unknown[], match: Match): boolean {
  if ('value' in match) return values.some((value) => isSame(value, match.value))
  if ('any' in match) return values.some((value) => match.any.some((one) => isSame(value, one)))
  return (
    values.length > 0 && !values.some((value) => match.except.some((one) => isSame(value, one)))
  )
}

/** An integer is the same whether it was small enough for a number or not. */
function isSame(value: unknown, wanted: unknown): boolean {
  const isInteger = (one: unknown) => typeof one === 'bigint' || Number.isInteger(one)
  if (isInteger(value) && isInteger(wanted)) return `${value}` === `${wanted}`
  return value === wanted
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
