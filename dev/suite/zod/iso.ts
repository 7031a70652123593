import { iso } from 'zod/mini'
import { laterSchema } from './later.ts'

// @__NO_SIDE_EFFECTS__
export const datetime = (...given: Parameters<typeof iso.datetime>) =>
  laterSchema(iso.datetime, given)
// @__NO_SIDE_EFFECTS__
export const date = (...given: Parameters<typeof iso.date>) => laterSchema(iso.date, given)
