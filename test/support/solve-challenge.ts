import { createHash } from 'node:crypto'

/** Solves a proof of work by Node's own SHA-256, as another client of the API would. */
export function solve({ token, puzzles, bits }: { token: string; puzzles: number; bits: number }) {
  const seed = createHash('sha256').update(token).digest()
  const nonces = Array.from({ length: puzzles }, (_, puzzle) => {
    const attempt = Buffer.alloc(40)
    seed.copy(attempt)
    attempt.writeUInt32BE(puzzle, 32)
    for (let nonce = 0; ; nonce += 1) {
      attempt.writeUInt32BE(nonce, 36)
      if (createHash('sha256').update(attempt).digest().readUInt32BE() < 2 ** (32 - bits))
        return nonce
    }
  })
  return { kind: 'proof-of-work' as const, token, nonces }
}
