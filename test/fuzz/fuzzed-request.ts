import { type Choose, createChoose } from './choose.ts'
import { fittingValue, spoilt } from './fitting-value.ts'
import { hostileBodies, hostileSegments } from './hostile-values.ts'
import type { KnownThings } from './known-things.ts'
import type { FuzzedOperation, ServedDocument } from './served-document.ts'

export interface FuzzedRequest {
  path: string
  method: string
  headers: Record<string, string>
  body?: BodyInit
}

/** A request to an operation, right or wrong in one or more places, the same for the same seed. */
export function fuzzedRequest(
  operation: FuzzedOperation,
  { schemas }: ServedDocument,
  known: KnownThings,
  seed: number,
): FuzzedRequest {
  const choose = createChoose(seed)
  const session = known.session()
  const field = (name: string) => known.ofField(name, session.id)
  const deps = { choose, schemas, known: field }
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) =>
    choose.percent(85)
      ? known.inPath(operation.path, name, session.id)
      : choose.one(hostileSegments),
  )
  const query = operation.parameters.flatMap(({ name, in: place, required, schema }) => {
    if (place !== 'query' || (!required && choose.percent(50))) return []
    const value = choose.percent(75)
      ? encodeURIComponent(String(fittingValue(schema, deps, name)))
      : choose.one(hostileSegments)
    return [`${name}=${value}`]
  })
  if (choose.percent(3)) query.push(`colour=${choose.one(hostileSegments)}`)
  return {
    path: query.length > 0 ? `${path}?${query.join('&')}` : path,
    method: operation.method,
    headers: headersOf(operation, choose, known, session.token),
    ...bodyOf(operation, deps),
  }
}

function headersOf(
  { secrets, parameters }: FuzzedOperation,
  choose: Choose,
  known: KnownThings,
  token: string,
): Record<string, string> {
  const secret = choose.any(secrets)
  const bearer = secret === 'admin' ? known.admin : token
  const given = choose.percent(93) ? bearer : choose.one(['', 'x', 'x'.repeat(5000), known.admin])
  const key = choose.one(['a', 'b', crypto.randomUUID(), 'x'.repeat(300), 'two words'])
  return {
    ...(secret && { authorization: `Bearer ${given}` }),
    ...(secret === 'telegram' && { 'x-telegram-bot-api-secret-token': given }),
    ...(parameters.some(({ name }) => name === 'idempotency-key') &&
      choose.percent(30) && { 'idempotency-key': key }),
    ...(choose.percent(40) && { accept: choose.one(['application/json', '*/*', 'text/html', '']) }),
    ...(choose.percent(5) && { 'last-event-id': choose.one(['0', '-1', '999999999999', 'x']) }),
    ...(choose.percent(5) && { 'x-request-id': choose.one(['a', 'x'.repeat(4000)]) }),
    ...(choose.percent(5) && { 'if-none-match': choose.one(['*', '"a"', ',,,']) }),
  }
}

function bodyOf(
  { body }: FuzzedOperation,
  deps: Parameters<typeof fittingValue>[1],
): { body?: BodyInit; headers?: never } {
  const { choose } = deps
  if (body === undefined) return {}
  if (choose.percent(8)) return { body: choose.one(hostileBodies) }
  let value = fittingValue(body, deps)
  for (let times = choose.one([0, 0, 0, 1, 1, 2]); times > 0; times -= 1)
    value = spoilt(value, choose)
  return { body: JSON.stringify(value) ?? '' }
}
