/** The constants of SHA-256: the fractional parts of the cube roots of the first 64 primes. */
const constants = Uint32Array.from(firstPrimes(64), (prime) => (Math.cbrt(prime) % 1) * 2 ** 32)
const start = Uint32Array.from(firstPrimes(8), (prime) => (Math.sqrt(prime) % 1) * 2 ** 32)

function firstPrimes(count: number): number[] {
  const primes: number[] = []
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes
}

const words = new Uint32Array(64)
const at = (index: number) => words[index] ?? 0
const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/**
 * The first 32 bits of SHA-256 over one block of sixteen words, padding included. A page's WebCrypto
 * would need a turn of the event loop for each.
 */
export function firstWord(block: ArrayLike<number>): number {
  words.set(block)
  for (let index = 16; index < 64; index += 1) {
    const early = at(index - 15)
    const late = at(index - 2)
    const small = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3)
    const large = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10)
    words[index] = at(index - 16) + small + at(index - 7) + large
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = start
  for (let round = 0; round < 64; round += 1) {
    const choice = (e & f) ^ (~e & g)
    const major = (a & b) ^ (a & c) ^ (b & c)
    const first =
      (h +
        (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) +
        choice +
        (constants[round] ?? 0) +
        at(round)) |
      0
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + major) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  return (a + (start[0] ?? 0)) >>> 0
}
