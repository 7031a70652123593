import type { Question } from '../chat/question.ts'
import type { Limit } from '../clients/wire/sliding-window.ts'
import type { Counted } from '../limits/gate.ts'

export interface RateLimits {
  session: Limit
  address: Limit
  day: Limit
}

/** The limits that a question counts against. */
export const limitsOf = (
  { session_id, address }: Pick<Question, 'session_id' | 'address'>,
  { session, address: minute, day }: RateLimits,
): Counted[] => [
  {
    name: 'session',
    limit: session,
    id: session_id,
    rule: `A session may ask ${session.tokens} questions a minute.`,
  },
  {
    name: 'address',
    limit: minute,
    id: address,
    rule: `An address may ask ${minute.tokens} questions a minute.`,
  },
  {
    name: 'day',
    limit: day,
    id: address,
    rule: `An address may ask ${day.tokens} questions a day.`,
  },
]
