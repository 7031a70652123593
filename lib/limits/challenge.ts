import * as z from 'zod/mini'

/** How many puzzles a proof of work is made of: the time that many small ones take varies little. */
export const puzzlesEach = 16

const mostNonce = 0xffff_ffff

/** Work that a reader's browser does alone; how, the handbook's chapter on sessions says. */
export const ProofOfWork = z.object({
  kind: z.literal('proof-of-work'),
  token: z.string(),
  algorithm: z.literal('SHA-256'),
  puzzles: z.int(),
  bits: z.int(),
  expires_at: z.iso.datetime(),
})

/** Cloudflare Turnstile, on a page of this deployment that is shown in a frame. */
export const TurnstileChallenge = z.object({
  kind: z.literal('turnstile'),
  site_key: z.string(),
  frame_path: z.string(),
})

/** What has to be solved before a session is opened. */
export const Challenge = z.discriminatedUnion('kind', [ProofOfWork, TurnstileChallenge])

export type Challenge = z.infer<typeof Challenge>

/** A challenge solved: what the next `POST /v1/sessions` sends along. */
export const ChallengeAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('proof-of-work'),
    token: z.string().check(z.maxLength(200)),
    nonces: z
      .array(z.int().check(z.gte(0), z.lte(mostNonce)))
      .check(z.minLength(puzzlesEach), z.maxLength(puzzlesEach)),
  }),
  z.strictObject({
    kind: z.literal('turnstile'),
    response: z.string().check(z.minLength(1), z.maxLength(2048)),
  }),
])

export type ChallengeAnswer = z.infer<typeof ChallengeAnswer>
export type WorkDone = Extract<ChallengeAnswer, { kind: 'proof-of-work' }>

/** Where Turnstile's page is, below the deployment's own URL. */
export const turnstileFramePath = '/v1/challenges/turnstile'
