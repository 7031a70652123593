import type { Context, MiddlewareHandler } from 'hono'
import * as z from 'zod/mini'
import en from 'zod/v4/locales/en.js'
import { Problem } from '../problem.ts'

z.config(en())

type Place = 'json' | 'query' | 'param'
type Input<P extends Place, S extends z.ZodMiniType> = {
  in: { [K in P]: z.input<S> }
  out: { [K in P]: z.output<S> }
}

/** Parses a part of the request by its schema: 400 no JSON, 415 not called JSON, 422 field by field. */
export function valid<P extends Place, S extends z.ZodMiniType<object>>(
  place: P,
  schema: S,
  // biome-ignore lint/suspicious/noExplicitAny: the handler's own environment passes through
): MiddlewareHandler<any, string, Input<P, S>> {
  return async (c, next) => {
    c.req.addValidatedData(place, await parsed(c, place, schema))
    await next()
  }
}

/** A part of the request, parsed by its schema as `valid` does. */
export async function parsed<S extends z.ZodMiniType<object>>(
  c: Context,
  place: Place,
  schema: S,
): Promise<z.output<S>> {
  const result = schema.safeParse(await read(c, place))
  if (!result.success) throw invalid(place, result.error.issues)
  return result.data
}

async function read(c: Context, place: Place): Promise<unknown> {
  if (place === 'query') return c.req.query()
  if (place === 'param') return c.req.param()
  const type = c.req.header('content-type')
  const bytes = await c.req.arrayBuffer()
  if (type === undefined && bytes.byteLength === 0) return {}
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type ?? '')) {
    throw new Problem(
      'unsupported-media-type',
      'Send the body with content-type: application/json.',
    )
  }
  return parseJson(bytes)
}

function parseJson(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    // The parser's own words would repeat the caller's body.
    throw new Problem('malformed-json', 'The body could not be read as JSON in UTF-8.')
  }
}

function invalid(place: Place, issues: readonly z.core.$ZodIssue[]): Problem {
  const errors = issues.flatMap((issue) => faults(issue)).slice(0, 20)
  const names = [...new Set(errors.map((error) => error.location))].join(', ')
  return new Problem('invalid-request', `Check ${names}.`, {
    errors: errors.map(({ location, message }) => ({
      location: `${place === 'json' ? 'body' : place}.${location}`,
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
