import { firstWord } from './sha256.ts'

/** What is to be solved: for each puzzle a nonce whose hash begins with so many zero bits. */
export interface Puzzles {
  /** SHA-256 of the challenge's token, as eight words. */
  seed: number[]
  puzzles: number
  bits: number
}

const tried = 1024

/** Finds the nonces. Pauses after every thousand attempts, where whoever drives it may do so too. */
export function* search({ seed, puzzles, bits }: Puzzles): Generator<void, number[]> {
  const nonces: number[] = []
  // Forty bytes of message, the bit behind them, and the message's length in bits.
  const block = [...seed, 0, 0, 0x8000_0000, 0, 0, 0, 0, 320]
  for (let puzzle = 0; puzzle < puzzles; puzzle += 1) {
    block[8] = puzzle
    let nonce = 0
    for (block[9] = 0; firstWord(block) >>> (32 - bits) !== 0; block[9] = nonce) {
      nonce += 1
      if (nonce % tried === 0) yield
    }
    nonces.push(nonce)
  }
  return nonces
}

/** Finds them at once: for a thread of its own. */
export function solve(puzzles: Puzzles): number[] {
  const steps = search(puzzles)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
