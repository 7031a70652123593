import { expect, test } from 'vitest'
import * as zod from 'zod/mini'
import { laterSchema } from '../../dev/suite/zod/later.ts'
import * as later from '../../dev/suite/zod/mini.ts'

const kinds = [
  ['string', (z) => z.string()],
  ['int', (z) => z.int()],
  ['number', (z) => z.number()],
  ['boolean', (z) => z.boolean()],
  ['unknown', (z) => z.unknown()],
  ['date', (z) => z.date()],
  ['uuid', (z) => z.uuid()],
  ['uuidv4', (z) => z.uuidv4()],
  ['optional', (z) => z.optional(z.int())],
  ['nullable', (z) => z.nullable(z.int())],
  ['nullish', (z) => z.nullish(z.int())],
  ['array', (z) => z.array(z.int())],
  ['null', (z) => z.null()],
  ['a date and time', (z) => z.iso.datetime()],
] as const satisfies [string, (z: typeof zod) => unknown][]

const told = [
  ['object', (z) => z.object({ a: z.string(), b: z.optional(z.int()) })],
  ['strictObject', (z) => z.strictObject({ a: z.string() })],
  ['looseObject', (z) => z.looseObject({ a: z.string() })],
  ['extend', (z) => z.extend(z.object({ a: z.string() }), { c: z.boolean() })],
  ['partial', (z) => z.partial(z.object({ a: z.string() }))],
  ['pick', (z) => z.pick(z.object({ a: z.string(), c: z.boolean() }), { c: true })],
  ['omit', (z) => z.omit(z.object({ a: z.string(), c: z.boolean() }), { a: true })],
  ['a shape of another', (z) => z.object({ ...z.object({ a: z.string() }).shape, c: z.int() })],
  ['enum', (z) => z.enum(['a', 'b'])],
  ['an enum of another', (z) => z.enum(['c', ...z.enum(['a', 'b']).options])],
  ['literal', (z) => z.literal('a')],
  ['union', (z) => z.union([z.int(), z.literal('a')])],
  [
    'discriminatedUnion',
    (z) =>
      z.discriminatedUnion('a', [
        z.object({ a: z.literal('a'), c: z.int() }),
        z.object({ a: z.literal('b'), c: z.string() }),
      ]),
  ],
  ['record', (z) => z.record(z.string(), z.int())],
  ['tuple', (z) => z.tuple([z.int()])],
  ['_default', (z) => z._default(z.string(), 'a')],
  [
    'pipe',
    (z) =>
      z.pipe(
        z.string(),
        z.transform((text: string) => text.length),
      ),
  ],
  ['custom', (z) => z.custom<string>((value) => value === 'a')],
  ['url', (z) => z.url({ protocol: /^https?$/ })],
  ['email', (z) => z.email()],
  ['iso.date', (z) => z.iso.date()],
  ['coerce.number', (z) => z.coerce.number().check(z.int(), z.gte(1), z.lte(7))],
  ['lengths', (z) => z.string().check(z.minLength(1), z.maxLength(3))],
  ['length and start', (z) => z.string().check(z.startsWith('a'), z.length(1))],
  ['regex', (z) => z.string().check(z.regex(/^b/), z.toLowerCase(), z.trim())],
  ['refine', (z) => z.int().check(z.refine((value) => value > 7, 'Must be more'))],
  ['a check of a function', (z) => z.array(z.int()).check((list) => void list.value.pop())],
  ['bounds', (z) => z.int().check(z.nonnegative(), z.minimum(8), z.maximum(9))],
  ['an error of its own', (z) => z.string({ error: 'Must be text' })],
] as const satisfies [string, (z: typeof zod) => unknown][]

// The build, too, takes the one for the other without a look at its types.
const made = later as unknown as typeof zod

const uuid = '3f0c9a52-6f0e-4d0e-9c1b-5b6f3f6f0a11'
const values = [
  ...[
    '',
    'a',
    'b',
    ' B',
    'abcd',
    uuid,
    '2026-01-02',
    '2026-01-02T03:04:05Z',
    'a@b.example',
    'https://b.example',
  ],
  ...[7, 1.5, 0, -1, 8, 10, true, null, undefined, new Date(0), [], [7], ['a']],
  ...[
    {},
    { a: 'a' },
    { a: 'a', c: true },
    { a: 'a', c: 7 },
    { a: 'b', c: 'c', d: 1 },
    { a: 7, b: 'b' },
  ],
]

test.each([...kinds, ...told])('%s reads what that of zod/mini reads', (_, make) => {
  const [schema, expected] = [make(made), make(zod)]
  for (const value of values) expect(read(schema, value)).toEqual(read(expected, value))
})

test.each(kinds)('%s that says no more is one schema', (_, make) => {
  expect(make(made)).toBe(make(made))
})

test('a schema that says more is its own, and changes none before it', () => {
  const short = later.string().check(later.maxLength(1))
  expect(later.string({ error: 'Must be text' })).not.toBe(later.string())
  expect(read(short, 'ab')).toHaveProperty('issues')
  expect(read(later.string(), 'ab')).toEqual({ data: 'ab' })
})

test('a schema is made once, when it first reads', () => {
  let times = 0
  const make = (length: number) => {
    times += 1
    return zod.string().check(zod.maxLength(length))
  }
  const schema = laterSchema(make, [1])
  const wrapping = later.object({ a: later.array(schema.check(later.trim())) })
  expect(times).toBe(0)
  for (const a of [['a'], ['ab']]) wrapping.safeParse({ a })
  expect(times).toBe(1)
})

/** What a schema makes of a value, or the faults that it finds. */
function read(schema: unknown, value: unknown) {
  if (!(schema instanceof zod.core.$ZodType)) throw new Error('This is no schema')
  const { success, data, error } = zod.safeParse(schema, structuredClone(value))
  return success ? { data } : { issues: error.issues }
}
