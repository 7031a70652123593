/** How long a body rests between two looks into it, in milliseconds: no reader sees the difference. */
const restMs = 40

/** How long it is read at most before what was read is given. */
const drainMs = 10

/** The most chunks that are held, of 4 KiB each at most in workerd. */
const mostChunks = 64

/**
 * A body's chunks, in groups of those that were read together; whoever leaves cancels the body. Once
 * `mayRest` says so, a body that keeps coming is looked into every 40 ms alone, for all that is there by
 * then: to be woken for each token costs a Worker more than all that it does with it. What comes after
 * a silence is given at once.
 */
export async function* gatheredReads(
  body: ReadableStream<Uint8Array>,
  mayRest: () => boolean,
): AsyncGenerator<Uint8Array[]> {
  const reads = openReads(body.getReader())
  let isDry = false
  try {
    while (!reads.isOver()) {
      await reads.some()
      yield reads.take()
      if (!mayRest()) continue
      if (isDry) await Promise.race([pause(restMs), reads.over])
      isDry = await reads.drain()
    }
    yield reads.take()
  } finally {
    await reads.cancel()
  }
}

function openReads(reader: ReadableStreamDefaultReader<Uint8Array>) {
  const arrived: Uint8Array[] = []
  const { promise: over, resolve: end } = Promise.withResolvers<void>()
  let reading: Promise<void> | undefined
  let isOver = false
  let isEager = false

  async function read() {
    do {
      const { done, value } = await reader.read()
      if (value) arrived.push(value)
      isOver = done
    } while (isEager && !isOver && arrived.length < mostChunks)
  }

  /** The read that is under way. Where it fails, whoever reads next is told. */
  function goOn(): Promise<void> {
    if (reading) return reading
    const begun = read().finally(() => {
      reading = undefined
    })
    begun.then(() => isOver && end(), end)
    reading = begun
    return begun
  }

  return {
    over,
    isOver: () => isOver,
    take: () => arrived.splice(0),

    async some() {
      while (arrived.length === 0 && !isOver) await goOn()
    },

    /** Reads what is there, for a while, and leaves one read open; whether it came to an end. */
    async drain(): Promise<boolean> {
      const until = Date.now() + drainMs
      let before = -1
      isEager = true
      while (arrived.length > before && arrived.length < mostChunks && Date.now() < until) {
        before = arrived.length
        void goOn()
        await pause(0)
      }
      isEager = false
      return arrived.length === before
    },

    /** Whatever ends the reading stops the sender; that it has ended already is no fault. */
    cancel: () => reader.cancel().catch(() => undefined),
  }
}

const pause = (ms: number) => new Promise<void>((end) => setTimeout(end, ms))
