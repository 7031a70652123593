import type { Asked } from './challenge/answer.ts'
import type { ChallengePage } from './challenge/challenge-page.ts'
import { loadPart } from './parts.ts'
import { isRecord } from './request.ts'

// What no suite asks: a page's reader works for nobody else.
const mostPuzzles = 64
const mostBits = 20

/**
 * Solves what the suite asks before it opens a session. All that it takes comes in a file of its own,
 * when it is first needed; where the page's policy lets no file in, the page's WebCrypto does the work.
 */
export async function answerChallenge(
  challenge: unknown,
  page: ChallengePage,
): Promise<object | undefined> {
  const asked = readChallenge(challenge)
  if (!asked) return undefined
  const part = await loadPart('challenge').catch(() => undefined)
  if (isSolver(part)) return await part.answer(asked, page)
  return asked.kind === 'proof-of-work' ? await answerSlowly(asked) : undefined
}

const isSolver = (part: unknown): part is typeof import('./challenge/answer.ts') =>
  isRecord(part) && typeof part.answer === 'function'

function readChallenge(value: unknown): Asked | undefined {
  if (!isRecord(value)) return undefined
  const { kind, token, puzzles, bits, frame_path } = value
  if (kind === 'turnstile' && typeof frame_path === 'string') return { kind, frame_path }
  if (kind !== 'proof-of-work' || typeof token !== 'string') return undefined
  if (!isWithin(puzzles, mostPuzzles) || !isWithin(bits, mostBits)) return undefined
  return { kind, token, puzzles, bits }
}

const isWithin = (value: unknown, most: number): value is number =>
  typeof value === 'number' && value >= 1 && value <= most

async function answerSlowly({ kind, token, puzzles, bits }: Extract<Asked, { token: string }>) {
  const hash = async (bytes: BufferSource) => await crypto.subtle.digest('SHA-256', bytes)
  const bytes = new Uint8Array(40)
  bytes.set(new Uint8Array(await hash(new TextEncoder().encode(token))))
  const view = new DataView(bytes.buffer)
  const nonces: number[] = []
  for (let puzzle = 0; puzzle < puzzles; puzzle += 1) {
    view.setUint32(32, puzzle)
    let nonce = -1
    do view.setUint32(36, ++nonce)
    while (new DataView(await hash(bytes)).getUint32(0) >>> (32 - bits))
    nonces.push(nonce)
  }
  return { kind, token, nonces }
}
