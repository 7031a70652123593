import { createHash } from 'node:crypto'

/**
 * What the work below takes on two quiet cores, the figure that this command prints there:
 * `node -e "import('./test/support/machine-pace.ts').then((m) => console.log(m.workMs()))"`
 */
const quietWorkMs = 55

/** Past ten times the time of a quiet machine, a test may fail for want of time. */
const slowestPace = 10

/** How long a fixed piece of work takes now. */
export function workMs(): number {
  const from = performance.now()
  const block = Buffer.alloc(16_384, 'a')
  const hash = createHash('sha256')
  for (let round = 0; round < 5_000; round++) hash.update(block)
  hash.digest()
  return performance.now() - from
}

/**
 * How many times slower this machine is than two quiet cores: a whole number from 1 to 10. It is
 * measured where it is imported first, beside what the run's other threads are at.
 */
export const pace = Math.min(slowestPace, Math.max(1, Math.ceil(workMs() / quietWorkMs)))

/** A limit for two quiet cores, as long as it has to be on this machine now. */
export const patient = (quietMs: number): number => quietMs * pace
