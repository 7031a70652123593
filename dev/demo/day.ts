import type { Random } from './random.ts'

const dayMs = 86_400_000
/** One day of the demonstration. */
export interface DemoDay {
  /** Its midnight (UTC) in milliseconds. */
  startMs: number
  daysAgo: number
  sessions: number
  /** An upstream that was away in the middle of the day. */
  outage?: Outage
}

export interface Outage {
  service: 'model' | 'qdrant' | 'embedding'
  fromHour: number
  untilHour: number
}

const outages: Record<number, Outage> = {
  61: { service: 'model', fromHour: 9, untilHour: 15 },
  34: { service: 'qdrant', fromHour: 11, untilHour: 18 },
  12: { service: 'embedding', fromHour: 8, untilHour: 13 },
}

// From Sunday on.
const weekdays = [0.35, 1, 1.05, 1, 0.95, 0.8, 0.3]

/** The last so many days, the oldest first: readers come on workdays, and more of them every week. */
export function demoDays(nowMs: number, days: number, random: Random): DemoDay[] {
  const today = Math.floor(nowMs / dayMs) * dayMs
  return Array.from({ length: days }, (_, index) => {
    const daysAgo = days - 1 - index
    const startMs = today - daysAgo * dayMs
    const weekday = weekdays[new Date(startMs).getUTCDay()] ?? 1
    const growth = 22 + (58 * index) / days
    const outage = outages[daysAgo]
    return {
      startMs,
      daysAgo,
      sessions: Math.round(random.around(growth * weekday, 0.1)),
      ...(outage && { outage }),
    }
  })
}

/** A moment of a day: most readers come in working hours. */
export function momentOf({ startMs }: DemoDay, random: Random): number {
  const hour = 13 + 3.4 * (random.next() + random.next() + random.next() - 1.5) * 2
  return startMs + Math.round(Math.min(23.5, Math.max(0.2, hour)) * 3_600_000)
}

/** What was away at a moment of a day. */
export function outageAt(day: DemoDay, ms: number): Outage['service'] | undefined {
  const hour = (ms - day.startMs) / 3_600_000
  const { outage } = day
  const isOut = outage && hour >= outage.fromHour && hour < outage.untilHour
  return isOut ? outage.service : undefined
}
