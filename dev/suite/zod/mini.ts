import * as zod from 'zod/mini'
import { laterCheck, laterSchema } from './later.ts'

/*
 * What the build puts in the place of zod/mini. A schema is made when it is first asked for: an isolate
 * starts with none, and makes those that its requests touch. One that says no more than its kind is
 * made once, and so is what wraps another and says no more.
 */
export * from 'zod/mini'
export * as coerce from './coerce.ts'
export * as iso from './iso.ts'

type Given<Make extends (...given: never[]) => unknown> = Parameters<Make>

// @__NO_SIDE_EFFECTS__
export const string = (...given: Given<typeof zod.string>) => laterSchema(zod.string, given)
// @__NO_SIDE_EFFECTS__
export const int = (...given: Given<typeof zod.int>) => laterSchema(zod.int, given)
// @__NO_SIDE_EFFECTS__
export const number = (...given: Given<typeof zod.number>) => laterSchema(zod.number, given)
// @__NO_SIDE_EFFECTS__
export const boolean = (...given: Given<typeof zod.boolean>) => laterSchema(zod.boolean, given)
// @__NO_SIDE_EFFECTS__
export const unknown = (...given: Given<typeof zod.unknown>) => laterSchema(zod.unknown, given)
// @__NO_SIDE_EFFECTS__
export const date = (...given: Given<typeof zod.date>) => laterSchema(zod.date, given)
// @__NO_SIDE_EFFECTS__
export const uuid = (...given: Given<typeof zod.uuid>) => laterSchema(zod.uuid, given)
// @__NO_SIDE_EFFECTS__
export const uuidv4 = (...given: Given<typeof zod.uuidv4>) => laterSchema(zod.uuidv4, given)
// @__NO_SIDE_EFFECTS__
export const url = (...given: Given<typeof zod.url>) => laterSchema(zod.url, given)
// @__NO_SIDE_EFFECTS__
export const email = (...given: Given<typeof zod.email>) => laterSchema(zod.email, given)
// @__NO_SIDE_EFFECTS__
export const custom = (...given: Given<typeof zod.custom>) => laterSchema(zod.custom, given)
// @__NO_SIDE_EFFECTS__
export const optional = (...given: Given<typeof zod.optional>) => laterSchema(zod.optional, given)
// @__NO_SIDE_EFFECTS__
export const nullable = (...given: Given<typeof zod.nullable>) => laterSchema(zod.nullable, given)
// @__NO_SIDE_EFFECTS__
export const nullish = (...given: Given<typeof zod.nullish>) => laterSchema(zod.nullish, given)
// @__NO_SIDE_EFFECTS__
export const array = (...given: Given<typeof zod.array>) => laterSchema(zod.array, given)
// @__NO_SIDE_EFFECTS__
export const object = (...given: Given<typeof zod.object>) => laterSchema(zod.object, given)
// @__NO_SIDE_EFFECTS__
export const strictObject = (...given: Given<typeof zod.strictObject>) =>
  laterSchema(zod.strictObject, given)
// @__NO_SIDE_EFFECTS__
export const looseObject = (...given: Given<typeof zod.looseObject>) =>
  laterSchema(zod.looseObject, given)
// @__NO_SIDE_EFFECTS__
export const extend = (...given: Given<typeof zod.extend>) => laterSchema(zod.extend, given)
// @__NO_SIDE_EFFECTS__
export const partial = (...given: Given<typeof zod.partial>) => laterSchema(zod.partial, given)
// @__NO_SIDE_EFFECTS__
export const pick = (...given: Given<typeof zod.pick>) => laterSchema(zod.pick, given)
// @__NO_SIDE_EFFECTS__
export const omit = (...given: Given<typeof zod.omit>) => laterSchema(zod.omit, given)
// @__NO_SIDE_EFFECTS__
export const union = (...given: Given<typeof zod.union>) => laterSchema(zod.union, given)
// @__NO_SIDE_EFFECTS__
export const discriminatedUnion = (...given: Given<typeof zod.discriminatedUnion>) =>
  laterSchema(zod.discriminatedUnion, given)
// @__NO_SIDE_EFFECTS__
export const record = (...given: Given<typeof zod.record>) => laterSchema(zod.record, given)
// @__NO_SIDE_EFFECTS__
export const tuple = (...given: Given<typeof zod.tuple>) => laterSchema(zod.tuple, given)
// @__NO_SIDE_EFFECTS__
export const pipe = (...given: Given<typeof zod.pipe>) => laterSchema(zod.pipe, given)
// @__NO_SIDE_EFFECTS__
export const transform = (...given: Given<typeof zod.transform>) =>
  laterSchema(zod.transform, given)
// @__NO_SIDE_EFFECTS__
export const literal = (...given: Given<typeof zod.literal>) => laterSchema(zod.literal, given)
// @__NO_SIDE_EFFECTS__
export const _default = (...given: Given<typeof zod._default>) => laterSchema(zod._default, given)
// @__NO_SIDE_EFFECTS__
const _enum = (...given: Given<typeof zod.enum>) => laterSchema(zod.enum, given)
// @__NO_SIDE_EFFECTS__
const _null = (...given: Given<typeof zod.null>) => laterSchema(zod.null, given)

export { _enum as enum, _null as null }

// @__NO_SIDE_EFFECTS__
export const maxLength = (...given: Given<typeof zod.maxLength>) => laterCheck(zod.maxLength, given)
// @__NO_SIDE_EFFECTS__
export const minLength = (...given: Given<typeof zod.minLength>) => laterCheck(zod.minLength, given)
// @__NO_SIDE_EFFECTS__
export const length = (...given: Given<typeof zod.length>) => laterCheck(zod.length, given)
// @__NO_SIDE_EFFECTS__
export const regex = (...given: Given<typeof zod.regex>) => laterCheck(zod.regex, given)
// @__NO_SIDE_EFFECTS__
export const startsWith = (...given: Given<typeof zod.startsWith>) =>
  laterCheck(zod.startsWith, given)
// @__NO_SIDE_EFFECTS__
export const trim = (...given: Given<typeof zod.trim>) => laterCheck(zod.trim, given)
// @__NO_SIDE_EFFECTS__
export const toLowerCase = (...given: Given<typeof zod.toLowerCase>) =>
  laterCheck(zod.toLowerCase, given)
// @__NO_SIDE_EFFECTS__
export const refine = (...given: Given<typeof zod.refine>) => laterCheck(zod.refine, given)
// @__NO_SIDE_EFFECTS__
export const gte = (...given: Given<typeof zod.gte>) => laterCheck(zod.gte, given)
// @__NO_SIDE_EFFECTS__
export const lte = (...given: Given<typeof zod.lte>) => laterCheck(zod.lte, given)
// @__NO_SIDE_EFFECTS__
export const nonnegative = (...given: Given<typeof zod.nonnegative>) =>
  laterCheck(zod.nonnegative, given)
// @__NO_SIDE_EFFECTS__
export const minimum = (...given: Given<typeof zod.minimum>) => laterCheck(zod.minimum, given)
// @__NO_SIDE_EFFECTS__
export const maximum = (...given: Given<typeof zod.maximum>) => laterCheck(zod.maximum, given)
