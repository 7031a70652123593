import type * as z from 'zod'

/** A refusal in Qdrant's words, with its HTTP status. */
export class QdrantError extends Error {
  readonly status: 400 | 404 | 409
  constructor(status: 400 | 404 | 409, message: string) {
    super(message)
    this.status = status
  }
}

export const notFound = (name: string) =>
  new QdrantError(404, `Not found: Collection \`${name}\` doesn't exist!`)

export const wrongInput = (message: string) => new QdrantError(400, `Wrong input: ${message}`)

/** What Qdrant says of a body that is not what the route takes. */
export function formatError(error: z.ZodError): QdrantError {
  const [issue] = error.issues
  return new QdrantError(400, `Format error in JSON body: ${issue ? describe(issue) : 'not valid'}`)
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') return `unknown field \`${issue.keys[0]}\``
  if (issue.code === 'invalid_union') {
    if (/(^|\.)(id|ids|points|has_id|offset)(\.\d+)?$/.test(path)) {
      return `${path}: not a valid point ID, valid values are either an unsigned integer or a UUID`
    }
    return `${path}: data did not match any variant of untagged enum`
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('undefined')) {
    return `missing field \`${path}\``
  }
  return `${path}: ${issue.message}`
}
