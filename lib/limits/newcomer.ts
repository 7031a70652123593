import type { ChallengeAnswer } from './challenge.ts'

/** Who asks for a session, as far as it is known. */
export interface Newcomer {
  address: string
  /** Whether an identity token of the owner's backend names the reader. */
  isIdentified: boolean
  /** A session whose token the caller holds, and the one at the root of all that vouched for it. */
  session: { id: string; root: string } | undefined
  answer: ChallengeAnswer | undefined
}
