const numbers = new Intl.NumberFormat('en')
const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const shares = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })
const days = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' })
const ofMoments = {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
} as const
const moments = new Intl.DateTimeFormat('en-GB', ofMoments)
const momentsOfYears = new Intl.DateTimeFormat('en-GB', { ...ofMoments, year: 'numeric' })
const moneys = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

export const count = (value: number) => numbers.format(value)

/** Money of the owner's own currency: cents, and for less than one as many places as tell something. */
export const money = (value: number) =>
  value > 0 && value < 0.01 ? value.toPrecision(2) : moneys.format(value)

/** A large count in short: 1.2M. */
export const rounded = (value: number) => compact.format(value)

/** A count and what is counted: "1 page", "2 pages". */
export const counted = (value: number, one: string, many = `${one}s`) =>
  `${count(value)} ${value === 1 ? one : many}`

/** A part of a whole in percent; a dash when there is no whole. */
export const share = (part: number, whole: number) =>
  whole === 0 ? '–' : shares.format(part / whole)

/** Milliseconds in the unit in which they are read. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}\u00a0ms`
  if (ms < 60_000) return `${decimals.format(ms / 1000)}\u00a0s`
  if (ms < 3_600_000) return `${decimals.format(ms / 60_000)}\u00a0min`
  return `${decimals.format(ms / 3_600_000)}\u00a0h`
}

/** A day as the API writes it, 2026-11-22, in words. */
export const day = (date: string) => days.format(new Date(`${date}T00:00:00Z`))

/** A moment, by UTC as the days are; one of another year says which. */
export function moment(iso: string): string {
  const at = new Date(iso)
  const isOfThisYear = at.getUTCFullYear() === new Date().getUTCFullYear()
  return (isOfThisYear ? moments : momentsOfYears).format(at)
}

/** The days from the first on, as the API writes them. */
export function daysFrom(first: string, length: number): string[] {
  const start = Date.parse(`${first}T00:00:00Z`)
  return Array.from({ length }, (_, index) =>
    new Date(start + index * 86_400_000).toISOString().slice(0, 10),
  )
}

/** The middle one of some numbers; undefined when there are none. */
export function median(values: number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
}

export const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
