import { expect, test } from 'vitest'
import { readWorkerConfig } from '../dev/suite/worker-config.ts'
import { cronDuty } from '../lib/cron-duty.ts'

test.each([
  ['* * * * *', 'deliver'],
  ['*/5 * * * *', 'deliver'],
  ['*/15 * * * *', 'keep-house'],
  ['*/30 * * * *', 'keep-house'],
  ['7 * * * *', 'keep-house'],
  ['0 */6 * * *', 'keep-house'],
  ['0 3 * * *', 'nightly'],
  ['30 22 * * *', 'nightly'],
  ['0 3 * * 1', 'nightly'],
  ['0 */6 * * mon-fri', 'nightly'],
] as const)('the trigger %s is there to %s', (pattern, duty) => {
  expect(cronDuty(pattern)).toBe(duty)
})

test('the triggers of wrangler.toml have each duty once', async () => {
  const { triggers } = await readWorkerConfig()
  expect(triggers.crons.map(cronDuty).sort()).toEqual(['deliver', 'keep-house', 'nightly'])
})
