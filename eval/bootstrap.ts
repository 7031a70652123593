import { seededRandom } from '../dev/demo/seeded-random.ts'

const resamples = 2000

/** The mean of differences and its 95 % interval by bootstrap; the same on every run. */
export function bootstrap(differences: number[]): { mean: number; low: number; high: number } {
  const random = seededRandom(1)
  const means = Array.from({ length: resamples }, () => {
    let sum = 0
    for (let n = 0; n < differences.length; n += 1)
      sum += differences[Math.floor(random() * differences.length)] ?? 0
    return sum / differences.length
  }).sort((a, b) => a - b)
  return {
    mean: differences.reduce((sum, each) => sum + each, 0) / differences.length,
    low: means[Math.floor(resamples * 0.025)] ?? 0,
    high: means[Math.floor(resamples * 0.975)] ?? 0,
  }
}
