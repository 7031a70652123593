import { expect, test } from 'vitest'
import * as zod from 'zod/mini'
import * as once from '../../lib/zod-once.ts'

const kinds = [
  ['string', once.string, zod.string()],
  ['int', once.int, zod.int()],
  ['number', once.number, zod.number()],
  ['boolean', once.boolean, zod.boolean()],
  ['unknown', once.unknown, zod.unknown()],
  ['date', once.date, zod.date()],
  ['uuid', once.uuid, zod.uuid()],
  ['uuidv4', once.uuidv4, zod.uuidv4()],
  ['optional', () => once.optional(once.int()), zod.optional(zod.int())],
  ['nullable', () => once.nullable(once.int()), zod.nullable(zod.int())],
  ['array', () => once.array(once.int()), zod.array(zod.int())],
] as const
const uuid = '3f0c9a52-6f0e-4d0e-9c1b-5b6f3f6f0a11'
const values = ['', 'a', 7, 1.5, true, null, undefined, {}, [], [7], new Date(0), uuid]

test.each(kinds)(
  '%s without parameters is one schema, and reads what that of zod/mini reads',
  (_, make, expected) => {
    const schema = make()
    expect(make()).toBe(schema)
    for (const value of values) expect(read(schema, value)).toEqual(read(expected, value))
  },
)

test('a schema that says more is its own, and changes none before it', () => {
  const short = once.string().check(zod.maxLength(1))
  const told = once.string({ error: 'Must be text' })
  expect(told).not.toBe(once.string())
  expect(read(short, 'ab')).toHaveProperty('issues')
  expect(read(once.string(), 'ab')).toEqual({ data: 'ab' })
  expect(read(told, 7)).toMatchObject({ issues: [{ message: 'Must be text' }] })
})

/** What a schema makes of a value, or the faults that it finds. */
function read(schema: object, value: unknown) {
  if (!(schema instanceof zod.core.$ZodType)) throw new Error('This is no schema')
  const { success, data, error } = zod.safeParse(schema, value)
  return success ? { data } : { issues: error.issues }
}
