/** The services that answers and pages are made with. */
export const services = [
  'neon',
  'qdrant',
  'redis',
  'embedding',
  'model',
  'reranker',
  'checker',
  'github',
  'turnstile',
  'telegram',
  'slack',
  'discord',
  'chatwoot',
  'collector',
  'assets',
] as const

export type Service = (typeof services)[number]

/** Why a service did not do what it was asked. */
export const causes = [
  'unreachable',
  'late',
  'redirected',
  'without-credit',
  'key-refused',
  'not-found',
  'refused',
  'index-missing',
  'daily-limit',
  'too-many-requests',
  'failing',
  'unreadable',
] as const

export type Cause = (typeof causes)[number]

/** A failure of a service: its cause, its status if it has one, and the first words it said. */
export interface Failure {
  cause: Cause
  status?: number
  message: string
}

const saidCharacters = 160
const mostCauses = 5

/** What a service's failure comes down to; the innermost error that says something decides. */
export function failureOf(error: unknown): Failure {
  const chain = [...chainOf(error)]
  const status = chain.map(statusOf).findLast((one) => one !== undefined)
  const message = chain.map(({ message }) => message).findLast((said) => said !== '') ?? ''
  const names = chain.map(({ name }) => name)
  const said = firstWords(message)
  return { cause: causeOf(status, names, message), ...(status && { status }), message: said }
}

/** Whether the same request would fail the same way: a 4xx that asks for no other attempt. */
export function isPermanent(error: unknown): boolean {
  const { status = 0 } = failureOf(error)
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status)
}

/** Whether it was we who broke the request off, because nobody waits for its answer any more. */
export const isCalledOff = (error: unknown): boolean =>
  error instanceof Error && [...chainOf(error)].some(({ name }) => name === 'AbortError')

/** Whether it may be this one request, its text or its filter, that the service does not take. */
export function isRequestsFault(error: unknown): boolean {
  const { status = 0 } = failureOf(error)
  return [400, 413, 422].includes(status)
}

function causeOf(status: number | undefined, names: string[], message: string): Cause {
  if (/max (?:daily )?requests? limit|daily request limit/i.test(message)) return 'daily-limit'
  if (/index required|no index for/i.test(message)) return 'index-missing'
  if (/WRONGPASS|NOAUTH|unauthorized|password authentication/i.test(message)) return 'key-refused'
  if (status !== undefined) return causeOfStatus(status)
  if (names.some((name) => name === 'TimeoutError') || /no token in time/i.test(message)) {
    return 'late'
  }
  const isUnreadable =
    names.some((name) => /^(?:SyntaxError|\$?ZodError|VectorLengthError|RangeError)$/.test(name)) ||
    /said nothing|left texts out|sent no|without a body/i.test(message)
  return isUnreadable ? 'unreadable' : 'unreachable'
}

function causeOfStatus(status: number): Cause {
  if (status >= 300 && status < 400) return 'redirected'
  if (status === 401 || status === 403) return 'key-refused'
  if (status === 402) return 'without-credit'
  if (status === 404) return 'not-found'
  if (status === 408 || status === 425) return 'late'
  if (status === 429) return 'too-many-requests'
  return status >= 500 ? 'failing' : 'refused'
}

function* chainOf(error: unknown): Generator<Error> {
  let next = error
  for (let depth = 0; depth < mostCauses && next instanceof Error; depth += 1) {
    yield next
    next = 'sourceError' in next ? next.sourceError : next.cause
  }
}

/** The HTTP status, where the error has one or tells of it as Neon's driver does. */
function statusOf(error: Error): number | undefined {
  if ('status' in error && typeof error.status === 'number') return error.status
  const told = /HTTP (?:status )?(\d{3})\b/.exec(error.message)?.[1]
  return told === undefined ? undefined : Number(told)
}

/** One line without what was asked: a command or a statement may hold a reader's words. */
const firstWords = (message: string) =>
  message
    .replace(/,? *command was:[\s\S]*$/i, '')
    .replace(/\s+/g, ' ')
    .slice(0, saidCharacters)
    .trim()
