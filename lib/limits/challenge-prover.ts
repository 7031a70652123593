import type { Turnstile } from '../clients/turnstile.ts'
import { Problem } from '../problem.ts'
import { type Challenge, type ChallengeAnswer, turnstileFramePath } from './challenge.ts'
import type { ChallengeTally } from './challenge-tally.ts'
import type { Counted, Gate } from './gate.ts'
import type { Newcomer } from './newcomer.ts'
import type { createProofOfWork } from './proof-of-work.ts'

type Kind = Challenge['kind']

/** A challenge that was solved; one with an id is still to be spent. */
export interface Proof {
  kind: Kind
  id?: string
  seconds: number
}

export interface ProverDeps {
  work: ReturnType<typeof createProofOfWork>
  /** Cloudflare Turnstile, where the settings name its keys. */
  turnstile: (Turnstile & { siteKey: string }) | undefined
  /** Hears why Turnstile could not be asked. */
  noteFailure: (error: unknown) => void
  tally: ChallengeTally
  now: () => number
}

export type Prover = ReturnType<typeof createProver>

/** How long the work of our own stands in for Turnstile after it failed. */
const pauseMs = 60_000

const toSolve =
  'Many sessions are being opened. Solve the challenge in this problem, and send its answer as `challenge`.'

/** Asks challenges, and checks what comes back. Turnstile away, the proof of work stands in for it. */
export function createProver({ work, turnstile, noteFailure, tally, now }: ProverDeps) {
  let turnstileAwayUntil = 0

  /** The problem that asks for a challenge to be solved. */
  async function ask({ address }: Newcomer): Promise<Problem> {
    const challenge = await challengeFor(address)
    tally.count(challenge.kind, 'asked')
    return new Problem('challenge-required', toSolve, { challenge })
  }

  /** The problem that says what is wrong with an answer, and asks once more. */
  async function refuse({ address }: Newcomer, gate: Gate, kind: Kind, fault: string) {
    gate.count([wrongAnswers(address)])
    tally.count(kind, 'refused')
    return new Problem('challenge-required', fault, { challenge: await challengeFor(address) })
  }

  async function challengeFor(address: string): Promise<Challenge> {
    if (turnstile && now() >= turnstileAwayUntil) {
      return { kind: 'turnstile', site_key: turnstile.siteKey, frame_path: turnstileFramePath }
    }
    return await work.issue(address)
  }

  /** What is known of Turnstile's response; undefined where Turnstile cannot be asked. */
  async function verdictOn(response: string, address: string) {
    try {
      return await turnstile?.verify(response, address)
    } catch (error) {
      // The reader has done what was asked: the next challenge is one that we can check ourselves.
      turnstileAwayUntil = now() + pauseMs
      noteFailure(error)
      return undefined
    }
  }

  async function faultOf(answer: ChallengeAnswer, address: string): Promise<Proof | string> {
    if (answer.kind === 'proof-of-work') {
      const checked = await work.check(answer, address)
      return checked.ok ? { kind: answer.kind, ...checked } : checked.fault
    }
    const verdict = await verdictOn(answer.response, address)
    if (verdict?.ok) return { kind: answer.kind, seconds: 0 }
    if (verdict) return `Turnstile refuses the response: ${verdict.faults.join(', ')}.`
    return 'Turnstile cannot be asked. Solve this challenge instead.'
  }

  return {
    ask,
    refuse,

    /** The challenge that the caller has solved; throws the problem of one that is not. */
    async prove(newcomer: Newcomer, gate: Gate): Promise<Proof | undefined> {
      const { answer, address } = newcomer
      if (!answer) return undefined
      gate.requireOpen([wrongAnswers(address)])
      const found = await faultOf(answer, address)
      if (typeof found === 'string') throw await refuse(newcomer, gate, answer.kind, found)
      return found
    },
  }
}

const wrongTokens = 20

/** An answer costs more to check than to make up. */
const wrongAnswers = (address: string): Counted => ({
  name: 'wrong-answers',
  limit: { tokens: wrongTokens, seconds: 60 },
  id: address,
  rule: `An address may send ${wrongTokens} wrong answers to challenges a minute.`,
})
