import type { Service } from './cause.ts'
import type { Troubles } from './troubles.ts'

const patienceMs = 3000
const keptMs = 10_000

/** The smallest request that shows that a service answers. */
export interface Probe {
  service: Service
  url: string
  init: RequestInit
}

export interface HealthDeps {
  probes: Probe[]
  troubles: Troubles
  now: () => number
  fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** How a service answered, in milliseconds. */
export interface Answered {
  service: Service
  ok: boolean
  ms: number
}

/** Asks each service whether it answers; a finding is kept for ten seconds, so that asking costs nothing. */
export function createHealth(deps: HealthDeps) {
  let known: { found: Answered[]; until: number } | undefined
  return async (): Promise<Answered[]> => {
    if (known && known.until > deps.now()) return known.found
    // Whoever asks while this look is under way hears what was known before it.
    if (known) known.until = deps.now() + patienceMs
    const found = await Promise.all(deps.probes.map((probe) => look(probe, deps)))
    known = { found, until: deps.now() + keptMs }
    return found
  }
}

async function look({ service, url, init }: Probe, deps: HealthDeps): Promise<Answered> {
  const from = deps.now()
  const took = () => deps.now() - from
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const response = await deps.fetch(url, { ...init, signal, redirect: 'manual' })
    if (response.ok) {
      await response.body?.cancel()
      return { service, ok: true, ms: took() }
    }
    const message = (await response.text()).slice(0, 200)
    throw Object.assign(new Error(message), { status: response.status })
  } catch (error) {
    // Unreachable or too slow is what is being asked for here.
    deps.troubles.note(service, error)
    return { service, ok: false, ms: took() }
  }
}
