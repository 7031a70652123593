import { expect, test } from 'vitest'
import { isDue } from '../../dev/suite/cron.ts'

const at = (time: string) => new Date(`2026-03-01T${time}:00Z`)

test.each<[string, string, boolean]>([
  ['* * * * *', '12:34', true],
  ['0 3 * * *', '03:00', true],
  ['0 3 * * *', '04:00', false],
  ['*/15 * * * *', '09:45', true],
  ['*/15 * * * *', '09:46', false],
  ['0 0 1 3 0', '00:00', true],
])('%s at %s is due: %s', (pattern, time, due) => {
  expect(isDue(pattern, at(time))).toBe(due)
})
