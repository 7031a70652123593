/** A share of so many, with its 95 % interval. */
export interface Share {
  share: number
  n: number
  low: number
  high: number
}

// The 97.5th percentile of the normal distribution.
const z = 1.959_963_985

/**
 * Wilson's interval of a share. `sum` may also add up values between 0 and 1, such as recalls: these
 * vary less than yes and no, so the interval is then wider than need be, never too narrow.
 */
export function shareOf(sum: number, n: number): Share {
  if (n === 0) return { share: 0, n, low: 0, high: 1 }
  const share = sum / n
  const middle = share + z ** 2 / (2 * n)
  const reach = z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  const scale = 1 + z ** 2 / n
  return {
    share,
    n,
    low: Math.max(0, (middle - reach) / scale),
    high: Math.min(1, (middle + reach) / scale),
  }
}

/** The share of these that are true. */
export const shareTrue = (all: boolean[]): Share => shareOf(all.filter(Boolean).length, all.length)

const percent = (share: number) => (share * 100).toFixed(1)

/** As in `83.3 % of 6 [43.6, 97.0]`. */
export const told = ({ share, n, low, high }: Share): string =>
  n === 0 ? 'none asked' : `${percent(share)} % of ${n} [${percent(low)}, ${percent(high)}]`
