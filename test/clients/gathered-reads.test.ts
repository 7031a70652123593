import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gatheredReads } from '../../lib/clients/wire/gathered-reads.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const always = () => true
const never = () => false

/** A body that sends a byte at each of these moments, and ends with the last one, or breaks. */
function bodyAt(momentsMs: number[], end: 'ends' | 'breaks' | 'hangs' = 'ends') {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      momentsMs.forEach((at, index) => {
        setTimeout(() => {
          controller.enqueue(Uint8Array.of(index % 256))
          if (index < momentsMs.length - 1) return
          if (end === 'ends') controller.close()
          if (end === 'breaks') controller.error(new Error('cut'))
        }, at)
      })
    },
  })
}

/** Each group of bytes, and when it was given. */
async function read(body: ReadableStream<Uint8Array>, mayRest: () => boolean) {
  const groups: { atMs: number; bytes: number[] }[] = []
  const from = Date.now()
  const reading = (async () => {
    for await (const chunks of gatheredReads(body, mayRest)) {
      if (chunks.length === 0) continue
      groups.push({ atMs: Date.now() - from, bytes: chunks.flatMap((chunk) => [...chunk]) })
    }
  })()
  const ended = reading.then(
    () => undefined,
    (error: unknown) => error,
  )
  await vi.advanceTimersByTimeAsync(20_000)
  return { groups, error: await ended }
}

const everyMs = (count: number, ms = 1) =>
  Array.from({ length: count }, (_, index) => (index + 1) * ms)

test('a body that may not rest is given chunk by chunk, each as it comes', async () => {
  const { groups } = await read(bodyAt([5, 6, 7]), never)
  expect(groups).toEqual([
    { atMs: 5, bytes: [0] },
    { atMs: 6, bytes: [1] },
    { atMs: 7, bytes: [2] },
  ])
})

test('2,000 chunks in ten seconds come in order, in a seventh of the pieces', async () => {
  const { groups } = await read(bodyAt(everyMs(2000, 5)), always)
  expect(groups.flatMap(({ bytes }) => bytes)).toEqual(everyMs(2000).map((at) => (at - 1) % 256))
  expect(groups.length).toBeLessThanOrEqual(2000 / 7)
})

test('the first chunk, and the first after a silence, are given at once', async () => {
  const { groups } = await read(bodyAt([100, 101, 102, 103, 600, 601, 602, 1100]), always)
  const givenAt = groups.map(({ atMs }) => atMs)
  expect(givenAt).toContain(100)
  expect(givenAt).toContain(600)
  expect(givenAt).toContain(1100)
})

test('chunks are held no longer than a rest and a look', async () => {
  const { groups } = await read(bodyAt(everyMs(250)), always)
  const lateness = groups.flatMap(({ atMs, bytes }) => bytes.map((byte) => atMs - (byte + 1)))
  expect(Math.max(...lateness)).toBeLessThanOrEqual(60)
})

test('a body that is all there is read to its end without a rest', async () => {
  const whole = new Response('all of it').body
  if (!whole) throw new Error('There is no body')
  const { groups } = await read(whole, always)
  expect(groups.every(({ atMs }) => atMs < 5)).toBe(true)
})

test('what came before a break is given, and then the break', async () => {
  const { groups, error } = await read(bodyAt([5, 20, 21, 22], 'breaks'), always)
  expect(groups.flatMap(({ bytes }) => bytes).slice(0, 2)).toEqual([0, 1])
  expect(error).toEqual(new Error('cut'))
})

test('a break ends the rest', async () => {
  const body = bodyAt([100, 110], 'breaks')
  const broken = new Promise<number>((resolve) => {
    void (async () => {
      try {
        for await (const _ of gatheredReads(body, always));
      } catch {
        resolve(Date.now())
      }
    })()
  })
  const from = Date.now()
  await vi.advanceTimersByTimeAsync(1000)
  expect((await broken) - from).toBeLessThan(160)
})

test('whoever leaves cancels the body', async () => {
  const cancel = vi.fn()
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Uint8Array.of(1)),
    cancel,
  })
  for await (const _ of gatheredReads(body, always)) break
  expect(cancel).toHaveBeenCalledOnce()
})
