/** What a cron trigger is for. */
export type CronDuty = 'deliver' | 'keep-house' | 'nightly'

/**
 * What a trigger is for, told by how often it fires, so that an owner may change its time: below ten
 * minutes it finds deliveries that are due, below a day it keeps house, otherwise it is the nightly run.
 */
export function cronDuty(pattern: string): CronDuty {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = pattern
    .trim()
    .split(/\s+/)
  const isDaily = /^\d+$/.test(hour) || [day, month, weekday].some((field) => field !== '*')
  if (isDaily) return 'nightly'
  const everyMinutes = minute === '*' ? 1 : Number(/^\*\/(\d+)$/.exec(minute)?.[1] ?? 60)
  return hour === '*' && everyMinutes < 10 ? 'deliver' : 'keep-house'
}
