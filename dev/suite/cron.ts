/** Whether a cron pattern is due in this minute (UTC): `*`, numbers, and steps of the minute and hour. */
export function isDue(pattern: string, time: Date): boolean {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = pattern.split(/\s+/)
  return (
    matches(minute, time.getUTCMinutes()) &&
    matches(hour, time.getUTCHours()) &&
    matches(day, time.getUTCDate()) &&
    matches(month, time.getUTCMonth() + 1) &&
    matches(weekday, time.getUTCDay())
  )
}

function matches(field: string, value: number): boolean {
  if (field === '*') return true
  const step = /^\*\/(\d+)$/.exec(field)?.[1]
  return step === undefined ? Number(field) === value : value % Number(step) === 0
}
