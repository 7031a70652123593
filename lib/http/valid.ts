import * as z from 'zod/mini'
import en from 'zod/v4/locales/en.js'
import { Problem } from '../problem.ts'

z.config(en())

type Place = 'body' | 'query' | 'param'

/** A part of the request as its schema reads it; what does not fit is 422, field by field. */
export function parsed<S extends z.ZodMiniType>(
  place: Place,
  schema: S,
  value: unknown,
): z.output<S> {
  const result = schema.safeParse(value)
  if (!result.success) throw invalid(place, result.error.issues)
  return result.data
}

function invalid(place: Place, issues: readonly z.core.$ZodIssue[]): Problem {
  const errors = issues.flatMap((issue) => faults(issue)).slice(0, 20)
  const names = [...new Set(errors.map((error) => error.location))].join(', ')
  return new Problem('invalid-request', `Check ${names}.`, {
    errors: errors.map(({ location, message }) => ({
      location: `${place}.${location}`,
      message,
    })),
  })
}

function faults(issue: z.core.$ZodIssue): { location: string; message: string }[] {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') {
    return [{ location: path.join('.') || '(whole)', message: issue.message }]
  }
  return issue.keys.map((key) => ({ location: [...path, key].join('.'), message: 'Unknown field' }))
}
