import type { LimitDecision } from '../clients/wire/sliding-window.ts'
import type { Counted } from './gate.ts'
import { createLocalLimit } from './local-limit.ts'

/** When a newcomer has to solve a challenge. */
export interface ChallengeRule {
  when: () => 'auto' | 'always' | 'never'
  /** Past these, in a minute. */
  addressSessions: number
  deploymentSessions: number
}

const allSessions = 'all-sessions'

export type Pressure = ReturnType<typeof createPressure>

/** How many sessions an address, and all callers together, have opened of late: as this isolate knows. */
export function createPressure(rule: ChallengeRule, now: () => number) {
  const local = createLocalLimit(now)
  const limitOf = (name: string, tokens: number, id: string): Counted => ({
    name,
    limit: { tokens, seconds: 60 },
    id,
    rule: '',
  })

  return {
    /** The limits whose end calls for a challenge. */
    limitsOn: (address: string): Counted[] =>
      rule.when() === 'auto'
        ? [
            limitOf('quick-sessions', rule.addressSessions, address),
            limitOf(allSessions, rule.deploymentSessions, 'all'),
          ]
        : [],

    isKnown: (limits: Counted[]): boolean =>
      rule.when() === 'always' ||
      limits.some(({ name, limit, id }) => local.refusedUntil(name, limit, id) !== undefined),

    count: (limits: Counted[]): LimitDecision[] =>
      limits.map(({ name, limit, id }) => local.count(name, limit, id)),

    /** Remembers what was decided; says whether that calls for a challenge, and whether it is for all. */
    note(limits: Counted[], decisions: LimitDecision[]) {
      const spent = limits.flatMap(({ name, id }, at) => {
        const decision = decisions[at]
        return decision?.allowed === false ? [{ name, id, reset: decision.reset }] : []
      })
      for (const { name, id, reset } of spent) local.refuse(name, id, reset)
      return {
        isHigh: spent.length > 0 || rule.when() === 'always',
        isOnAll: spent.some(({ name }) => name === allSessions),
      }
    },
  }
}
