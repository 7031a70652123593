import * as zod from 'zod/mini'

/*
 * What the build puts in the place of zod/mini. A schema never changes once it is made: one that says
 * no more than its kind is therefore made once, and so is what wraps another and says no more. An
 * isolate starts with half as many.
 */
export * from 'zod/mini'

const made: {
  string?: ReturnType<typeof zod.string>
  int?: ReturnType<typeof zod.int>
  number?: ReturnType<typeof zod.number>
  boolean?: ReturnType<typeof zod.boolean>
  unknown?: ReturnType<typeof zod.unknown>
  date?: ReturnType<typeof zod.date>
  uuid?: ReturnType<typeof zod.uuid>
  uuidv4?: ReturnType<typeof zod.uuidv4>
} = {}

const optionals = new WeakMap<zod.core.SomeType, object>()
const nullables = new WeakMap<zod.core.SomeType, object>()
const arrays = new WeakMap<zod.core.SomeType, object>()

// @__NO_SIDE_EFFECTS__
export function string(params?: Parameters<typeof zod.string>[0]) {
  if (params !== undefined) return zod.string(params)
  made.string ??= zod.string()
  return made.string
}

// @__NO_SIDE_EFFECTS__
export function int(params?: Parameters<typeof zod.int>[0]) {
  if (params !== undefined) return zod.int(params)
  made.int ??= zod.int()
  return made.int
}

// @__NO_SIDE_EFFECTS__
export function number(params?: Parameters<typeof zod.number>[0]) {
  if (params !== undefined) return zod.number(params)
  made.number ??= zod.number()
  return made.number
}

// @__NO_SIDE_EFFECTS__
export function boolean(params?: Parameters<typeof zod.boolean>[0]) {
  if (params !== undefined) return zod.boolean(params)
  made.boolean ??= zod.boolean()
  return made.boolean
}

// @__NO_SIDE_EFFECTS__
export function unknown() {
  made.unknown ??= zod.unknown()
  return made.unknown
}

// @__NO_SIDE_EFFECTS__
export function date(params?: Parameters<typeof zod.date>[0]) {
  if (params !== undefined) return zod.date(params)
  made.date ??= zod.date()
  return made.date
}

// @__NO_SIDE_EFFECTS__
export function uuid(params?: Parameters<typeof zod.uuid>[0]) {
  if (params !== undefined) return zod.uuid(params)
  made.uuid ??= zod.uuid()
  return made.uuid
}

// @__NO_SIDE_EFFECTS__
export function uuidv4(params?: Parameters<typeof zod.uuidv4>[0]) {
  if (params !== undefined) return zod.uuidv4(params)
  made.uuidv4 ??= zod.uuidv4()
  return made.uuidv4
}

// @__NO_SIDE_EFFECTS__
export function optional(inner: zod.core.SomeType) {
  return wrapped(inner, optionals, zod.optional)
}

// @__NO_SIDE_EFFECTS__
export function nullable(inner: zod.core.SomeType) {
  return wrapped(inner, nullables, zod.nullable)
}

// @__NO_SIDE_EFFECTS__
export function array(inner: zod.core.SomeType, params?: Parameters<typeof zod.array>[1]) {
  return params === undefined ? wrapped(inner, arrays, zod.array) : zod.array(inner, params)
}

function wrapped(
  inner: zod.core.SomeType,
  known: WeakMap<zod.core.SomeType, object>,
  make: (inner: zod.core.SomeType) => object,
): object {
  const before = known.get(inner)
  if (before) return before
  const wrapper = make(inner)
  known.set(inner, wrapper)
  return wrapper
}
