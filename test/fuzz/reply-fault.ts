import * as z from 'zod'
import type { FuzzedOperation, Schema, ServedDocument } from './served-document.ts'

/** A schema of the document with what it refers to, as zod reads one. */
function checkerOf(schema: Schema, schemas: Record<string, Schema>) {
  const whole = JSON.stringify({ ...schema, $defs: schemas })
  return z.fromJSONSchema(JSON.parse(whole.replaceAll('"#/components/schemas/', '"#/$defs/')))
}

/** Says what is wrong with a reply by the document that the suite serves; undefined where nothing is. */
export function createReplyCheck({ schemas }: ServedDocument) {
  const checkers = new Map<Schema, z.ZodType>()
  return (
    { responses }: FuzzedOperation,
    { status, type, text }: { status: number; type: string; text: string },
  ): string | undefined => {
    // The stand-ins share this machine: one that is too slow for once is away, and that is said.
    if (status >= 500 && status !== 503) return `${status}: ${text.slice(0, 500)}`
    // Postgres has refused what the route let through.
    if (text.includes('out of the range of what can be stored')) return 'refused by a column alone'
    const described = responses[status] ?? (status >= 400 ? responses['4XX'] : undefined)
    if (!described)
      return `the document does not say that the reply may be ${status}: ${text.slice(0, 300)}`
    const media = type.split(';')[0]?.trim() ?? ''
    const { content } = described
    if (!content)
      return text === '' ? undefined : `a body where there is none: ${text.slice(0, 300)}`
    const schema = content[media]?.schema
    if (!schema) return `the document does not say that the reply may be of type '${media}'`
    if (!/[/+]json$/.test(media)) return undefined
    const checker = checkers.get(schema) ?? checkerOf(schema, schemas)
    checkers.set(schema, checker)
    const checked = checker.safeParse(JSON.parse(text))
    return checked.success
      ? undefined
      : `${JSON.stringify(checked.error.issues.slice(0, 3))} in ${text.slice(0, 500)}`
  }
}
