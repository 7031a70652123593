import { expect, test } from 'vitest'
import { BreakerOpen, createBreaker } from '../../lib/upstream/breaker.ts'

function aBreaker() {
  const clock = { now: 0 }
  const reach = createBreaker('Qdrant', { failures: 3, pauseMs: 1000, now: () => clock.now })
  const fail = (signal?: AbortSignal) =>
    reach(() => Promise.reject(new Error('down')), signal).catch((error: unknown) => error)
  return { clock, reach, fail }
}

test('after so many failures in a row nobody waits for the upstream', async () => {
  const { reach, fail } = aBreaker()
  for (let n = 0; n < 3; n += 1) expect(await fail()).not.toBeInstanceOf(BreakerOpen)
  await expect(reach(async () => 1)).rejects.toBeInstanceOf(BreakerOpen)
})

test('a success in between starts the count anew', async () => {
  const { reach, fail } = aBreaker()
  await fail()
  await fail()
  await reach(async () => 1)
  await fail()
  await fail()
  expect(await reach(async () => 2)).toBe(2)
})

test('after the pause one call tries it while all others go without', async () => {
  const { clock, reach, fail } = aBreaker()
  for (let n = 0; n < 3; n += 1) await fail()
  clock.now = 1001
  const trial = reach(async () => 'back')
  await expect(reach(async () => 1)).rejects.toBeInstanceOf(BreakerOpen)
  expect(await trial).toBe('back')
  expect(await reach(async () => 1)).toBe(1)
})

test('a trial that fails keeps the circuit open for another pause', async () => {
  const { clock, reach, fail } = aBreaker()
  for (let n = 0; n < 3; n += 1) await fail()
  clock.now = 1001
  expect(await fail()).not.toBeInstanceOf(BreakerOpen)
  clock.now = 1500
  await expect(reach(async () => 1)).rejects.toBeInstanceOf(BreakerOpen)
})

test('a trial that was called off leaves the next call to try', async () => {
  const { clock, reach, fail } = aBreaker()
  for (let n = 0; n < 3; n += 1) await fail()
  clock.now = 1001
  await fail(AbortSignal.abort())
  expect(await reach(async () => 'back')).toBe('back')
})

test('what the reader called off is no failure', async () => {
  const { reach, fail } = aBreaker()
  for (let n = 0; n < 5; n += 1) await fail(AbortSignal.abort())
  expect(await reach(async () => 1)).toBe(1)
})

test('what the upstream refuses because of the caller opens nothing', async () => {
  const reach = createBreaker('Neon', {
    failures: 2,
    pauseMs: 1000,
    now: () => 0,
    isCallersFault: (error) => error instanceof RangeError,
  })
  for (let n = 0; n < 5; n += 1)
    await expect(reach(() => Promise.reject(new RangeError('22003')))).rejects.toThrow('22003')
  expect(await reach(async () => 1)).toBe(1)
})
