import type { RedisBatch, RedisDoor } from '../clients/redis.ts'
import type { Limit } from '../clients/wire/sliding-window.ts'
import type { Proof, Prover } from './challenge-prover.ts'
import type { ChallengeTally } from './challenge-tally.ts'
import type { Counted, Gate } from './gate.ts'
import { createLocalLimit } from './local-limit.ts'
import { newSessionLimit } from './new-sessions.ts'
import type { Newcomer } from './newcomer.ts'
import { type ChallengeRule, createPressure } from './pressure.ts'

export interface AdmissionDeps {
  redis: RedisDoor
  now: () => number
  sessionsPerHour: number
  challenge: ChallengeRule
  prover: Prover
  tally: ChallengeTally
  /** Whether the rule is the one in force; if not, the trip that a caller costs brings it. */
  isRuleKnown: () => boolean
  /** Throws `rate-limited` for whom the owner has blocked, as the trip may have told. */
  requireOpen: (asker: { address: string }) => void
  /** What goes with the trip for others; called before it is sent. */
  beside: (batch: RedisBatch) => Promise<unknown>
  /** Whether a session was not erased, asked with the rest of the trip. */
  isLive: (session: string, batch: RedisBatch) => Promise<boolean>
}

/** How many further sessions the token of one vouches for in an hour. */
const vouched: Limit = { tokens: 10, seconds: 3600 }
/** No challenge lives longer. */
const once: Limit = { tokens: 1, seconds: 120 }
const usedBefore = 'The challenge was used before.'

/**
 * Decides whether a session is opened for a caller. Who opens sessions quickly, or comes while the
 * deployment opens many, solves a challenge first; a known reader never does. What this isolate knows
 * is refused before any request is made.
 */
export function createAdmission(deps: AdmissionDeps) {
  const { prover, tally } = deps
  const pressure = createPressure(deps.challenge, deps.now)
  const spentHere = createLocalLimit(deps.now)

  return {
    /**
     * Throws `rate-limited`, or `challenge-required` with the challenge to be solved. Gives the session
     * that vouched for the caller, at its root.
     */
    async admit(newcomer: Newcomer, gate: Gate): Promise<string | undefined> {
      const { isIdentified, session, address } = newcomer
      const hourly = newSessionLimit(deps.sessionsPerHour, address)
      gate.requireOpen([hourly])
      const proof = isIdentified ? undefined : await prover.prove(newcomer, gate)
      const limits = isIdentified ? [] : pressure.limitsOn(address)
      const isStranger = !isIdentified && session === undefined && !proof
      if (isStranger && deps.isRuleKnown() && pressure.isKnown(limits))
        throw await prover.ask(newcomer)
      gate.enter([hourly])
      const counted = pressure.count(limits)
      // Without Redis, what this isolate has counted decides, and nobody is vouched for.
      const trip = await travel({ session, hourly, limits, proof }, deps).catch(() => undefined)
      deps.requireOpen({ address })
      if (trip) gate.judge([hourly], [trip.hour])
      if (isIdentified) return undefined
      if (trip?.isVouched) return session?.root
      if (proof) return await spend(proof, newcomer, { gate, isFresh: trip?.isFresh ?? true })
      const { isHigh, isOnAll } = pressure.note(limits, trip?.decisions ?? counted)
      if (isOnAll) tally.noteLoad(deps.challenge.deploymentSessions)
      if (isHigh) throw await prover.ask(newcomer)
      return undefined
    },
  }

  /** A challenge is good for one session. */
  async function spend(
    { kind, id }: Proof,
    newcomer: Newcomer,
    { gate, isFresh }: { gate: Gate; isFresh: boolean },
  ): Promise<undefined> {
    const isSpentHere = id !== undefined && !spentHere.count('spent', once, id).allowed
    if (!isFresh || isSpentHere) throw await prover.refuse(newcomer, gate, kind, usedBefore)
    tally.count(kind, 'passed')
  }
}

interface Trip {
  session: Newcomer['session']
  hourly: Counted
  limits: Counted[]
  proof: Proof | undefined
}

/** All that Redis is to count and to tell, in one request. */
async function travel(
  { session, hourly, limits, proof }: Trip,
  { redis, isLive, beside }: AdmissionDeps,
) {
  const batch = redis.batch()
  const count = ({ name, limit, id }: Counted) => batch.limit(name, limit, id)
  const vouches = async ({ id, root }: NonNullable<Newcomer['session']>) => {
    // Counted at the root: otherwise each of ten could vouch for ten more.
    const asked = [batch.limit('vouched-sessions', vouched, root), isLive(id, batch)] as const
    const [{ allowed }, isThere] = await Promise.all(asked)
    return allowed && isThere
  }
  const [hour, decisions, isFresh, isVouched] = await Promise.all([
    count(hourly),
    Promise.all(limits.map(count)),
    proof?.id === undefined || batch.take(`challenge:${proof.id}`, proof.seconds),
    session !== undefined && !proof && vouches(session),
    beside(batch),
  ])
  return { hour, decisions, isFresh, isVouched }
}
