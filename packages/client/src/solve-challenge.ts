import { type Puzzles, search } from './puzzles.ts'

const sliceMs = 8
// What no suite asks: a caller works for nobody else.
const mostPuzzles = 64
const mostBits = 20

/** The work that a suite may ask for before it opens a session. */
export interface ProofOfWork extends Omit<Puzzles, 'seed'> {
  kind: 'proof-of-work'
  token: string
}

/** The work that is asked for; undefined for anything else. */
export function readWork(challenge: unknown): ProofOfWork | undefined {
  const { kind, token, puzzles, bits }: Record<string, unknown> = { ...Object(challenge) }
  return kind === 'proof-of-work' &&
    typeof token === 'string' &&
    isWithin(puzzles, mostPuzzles) &&
    isWithin(bits, mostBits)
    ? { kind, token, puzzles, bits }
    : undefined
}

const isWithin = (value: unknown, most: number): value is number =>
  typeof value === 'number' && value >= 1 && value <= most

/** Does the work, in slices between which others have their turn, and gives what is sent back. */
export async function doWork({ kind, token, puzzles, bits }: ProofOfWork) {
  const nonces = await inSlices({ seed: await seedOf(token), puzzles, bits })
  return { kind, token, nonces }
}

/** SHA-256 of a challenge's token, as eight words. */
export async function seedOf(token: string): Promise<number[]> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  const view = new DataView(hash)
  return Array.from({ length: 8 }, (_, word) => view.getUint32(4 * word))
}

/** Finds the nonces beside whatever else there is to do. */
export async function inSlices(puzzles: Puzzles): Promise<number[]> {
  const steps = search(puzzles)
  for (;;) {
    const end = performance.now() + sliceMs
    while (performance.now() < end) {
      const step = steps.next()
      if (step.done) return step.value
    }
    await new Promise((resolve) => setTimeout(resolve))
  }
}
