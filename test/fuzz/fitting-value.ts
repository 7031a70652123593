import * as z from 'zod'
import type { Choose } from './choose.ts'
import { hostileValues } from './hostile-values.ts'
import type { Schema } from './served-document.ts'

const Schemas = z.array(z.record(z.string(), z.unknown()))
const Properties = z.record(z.string(), z.record(z.string(), z.unknown()))
const Names = z.array(z.string())

export interface ValueDeps {
  choose: Choose
  schemas: Record<string, Schema>
  /** A value that means something here for a field of this name, such as an id that exists. */
  known: (name: string) => unknown
}

const deepest = 6

/** A value that fits the schema, as far as the schema tells; its optional fields come and go. */
export function fittingValue(schema: Schema, deps: ValueDeps, name = '', depth = 0): unknown {
  const { choose, schemas, known } = deps
  const meant = known(name)
  if (meant !== undefined) return meant
  if (typeof schema.$ref === 'string') {
    return fittingValue(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, deps, name, depth)
  }
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return choose.any(schema.enum)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fittingValue(choose.any(Schemas.parse(either)) ?? {}, deps, name, depth)
  const type = Array.isArray(schema.type) ? choose.any(schema.type) : schema.type
  switch (type) {
    case 'object':
      return objectOf(schema, deps, depth)
    case 'array': {
      const item = z.record(z.string(), z.unknown()).catch({}).parse(schema.items)
      const least = Number(schema.minItems ?? 0)
      const length = depth > deepest ? least : Math.max(least, choose.below(3))
      return Array.from({ length }, () => fittingValue(item, deps, name, depth + 1))
    }
    case 'integer':
    case 'number': {
      const least = Number(schema.minimum ?? 0)
      const most = Math.min(Number(schema.maximum ?? 100), 2 ** 31 - 1)
      return choose.one([least, most, least + choose.below(Math.max(1, most - least))])
    }
    case 'boolean':
      return choose.percent(50)
    case 'null':
      return null
    case 'string':
      return stringOf(schema, choose)
    default:
      return choose.any<unknown>(['anything', 7, ['a'], { a: 'b' }])
  }
}

function objectOf(schema: Schema, deps: ValueDeps, depth: number): Record<string, unknown> {
  const required = Names.catch([]).parse(schema.required)
  const properties = Object.entries(Properties.catch({}).parse(schema.properties))
  const wanted = properties.filter(
    ([name]) => required.includes(name) || (depth <= deepest && deps.choose.percent(40)),
  )
  return Object.fromEntries(
    wanted.map(([name, property]) => [name, fittingValue(property, deps, name, depth + 1)]),
  )
}

function stringOf({ format, minLength, maxLength }: Schema, choose: Choose): string {
  if (format === 'uuid') return crypto.randomUUID()
  if (format === 'date-time') return new Date().toISOString()
  if (format === 'uri') return 'https://127.0.0.1:9/'
  const least = Number(minLength ?? 0)
  const most = Math.min(Number(maxLength ?? 40), 6000)
  const words = choose.one(['What bends the light?', 'oil', 'Wie weit? 🔦', 'a'.repeat(most)])
  return words.slice(0, most).padEnd(least, 'x')
}

/** The same value with one thing in it that is wrong. */
export function spoilt(value: unknown, choose: Choose): unknown {
  if (typeof value !== 'object' || value === null || choose.percent(15)) {
    return choose.any(hostileValues)
  }
  if (Array.isArray(value)) {
    return value.length === 0 || choose.percent(30)
      ? [...value, choose.any(hostileValues)]
      : value.map((part, index) => (index === 0 ? spoilt(part, choose) : part))
  }
  const names = Object.keys(value)
  const name = choose.any(names)
  if (name === undefined || choose.percent(10)) {
    return { ...value, [choose.one(['colour', '\0', '__proto__', ''])]: choose.any(hostileValues) }
  }
  const fields = Object.entries(value)
  if (choose.percent(15)) return Object.fromEntries(fields.filter(([key]) => key !== name))
  return Object.fromEntries(
    fields.map(([key, field]) => [key, key === name ? spoilt(field, choose) : field]),
  )
}
