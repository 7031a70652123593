import { coerce } from 'zod/mini'
import { laterSchema } from './later.ts'

// @__NO_SIDE_EFFECTS__
export const number = (...given: Parameters<typeof coerce.number>) =>
  laterSchema(coerce.number, given)
