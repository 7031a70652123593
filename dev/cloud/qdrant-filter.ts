import { stringifyLossless } from './lossless-json.ts'
import { toStoredId } from './qdrant-ids.ts'
import type { Condition, Filter, Match, Range } from './qdrant-schemas.ts'

/** Adds a parameter to the statement and gives its placeholder. */
export type Bind = (value: string) => string

/** A filter as an SQL condition over a point's `id` and `payload`; never NULL. */
export function filterSql(filter: Filter | null | undefined, bind: Bind): string {
  if (filter === null || filter === undefined) return 'true'
  const sql = (clause: Condition) => conditionSql(clause, bind)
  const must = list(filter.must).map(sql)
  const mustNot = list(filter.must_not).map((clause) => `NOT ${sql(clause)}`)
  const should = list(filter.should).map(sql)
  // An empty `should` asks for nothing, like an absent one.
  const any = should.length > 0 ? [`(${should.join(' OR ')})`] : []
  const all = [...must, ...mustNot, ...any]
  return all.length > 0 ? `(${all.join(' AND ')})` : 'true'
}

function list(clauses: Condition | Condition[] | undefined): Condition[] {
  if (clauses === undefined) return []
  return Array.isArray(clauses) ? clauses : [clauses]
}

function conditionSql(condition: Condition, bind: Bind): string {
  if ('match' in condition) return matchSql(valueAt(condition.key, bind), condition.match, bind)
  if ('range' in condition) return rangeSql(valueAt(condition.key, bind), condition.range, bind)
  if ('is_empty' in condition) {
    const value = valueAt(condition.is_empty.key, bind)
    return `COALESCE(${value} IN ('null', '[]'), true)`
  }
  if ('is_null' in condition) {
    const value = valueAt(condition.is_null.key, bind)
    return `COALESCE(${value} = 'null' OR ${value} @> '[null]', false)`
  }
  if ('has_id' in condition) {
    const ids = condition.has_id.map((id) => bind(toStoredId(id)))
    return ids.length > 0 ? `id IN (${ids.join(', ')})` : 'false'
  }
  return filterSql(condition, bind)
}

// Keys reach into objects by dots, as in Qdrant.
function valueAt(key: string, bind: Bind): string {
  const path = key.split('.').map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`)
  return `(payload #> ${bind(`{${path.join(',')}}`)}::text[])`
}

// A list in the payload matches when any of its members does: @> reads it so for scalars.
function matchSql(value: string, match: Match, bind: Bind): string {
  const contains = (wanted: unknown) =>
    `COALESCE(${value} @> ${bind(stringifyLossless(wanted))}::jsonb, false)`
  if ('value' in match) return contains(match.value)
  if ('any' in match) return `(${match.any.map(contains).join(' OR ') || 'false'})`
  const excepted = match.except.map(contains).join(' OR ') || 'false'
  return `(COALESCE(${value} NOT IN ('null', '[]'), false) AND NOT (${excepted}))`
}

function rangeSql(value: string, range: Range, bind: Bind): string {
  const tests = [
    ...(range.gt === undefined ? [] : [`> ${bind(`${range.gt}`)}::numeric`]),
    ...(range.gte === undefined ? [] : [`>= ${bind(`${range.gte}`)}::numeric`]),
    ...(range.lt === undefined ? [] : [`< ${bind(`${range.lt}`)}::numeric`]),
    ...(range.lte === undefined ? [] : [`<= ${bind(`${range.lte}`)}::numeric`]),
  ]
  const number = `CASE WHEN jsonb_typeof(member) = 'number' THEN member::numeric END`
  const holds = tests.map((test) => `${number} ${test}`).join(' AND ') || 'true'
  const members = `CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ELSE jsonb_build_array(${value}) END`
  return `EXISTS (SELECT FROM jsonb_array_elements(${members}) AS member WHERE ${holds})`
}
