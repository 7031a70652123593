import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { watchLiveHeap } from './live-heap.ts'
import { questionsAbout } from './recorded/questions.ts'
import { type Asked, askAll, startRecordedSuite } from './recorded/recorded-suite.ts'

const textbook = fileURLToPath(new URL('../../shared/corpora/textbook/docs', import.meta.url))
const handbook = fileURLToPath(new URL('../handbook', import.meta.url))

// So many are answered by the local cloud itself; the others find the same passages again.
const recorded = 200
const parallel = 16
// What follows the last byte: the queues gather messages for a second.
const afterMs = 2000

export interface LiveFigures {
  asked: number
  answered: number
  liveMiB: number
}

/** What is alive in the isolate after so many different questions, its garbage collected. */
export async function benchLiveMemory(steps = [200, 2000, 10_000]): Promise<LiveFigures[]> {
  const docs = existsSync(textbook) ? textbook : handbook
  const suite = await startRecordedSuite({
    docs,
    isInspected: true,
    // Each question has a session of its own.
    settings: { RATE_LIMIT_NEW_SESSIONS_PER_HOUR: '100000' },
  })
  const { local } = suite
  const questions = await questionsAbout(local, steps.at(-1) ?? 0)
  const ask = async (some: string[]) => {
    const opened: Asked[] = []
    for (const question of some) opened.push({ question, session: await local.openSession() })
    const answered = await askAll(opened, parallel, ({ question, session }) =>
      local.ask({ question }, session),
    )
    await pause(afterMs)
    return answered
  }
  await ask(questions.slice(0, recorded))
  await suite.replay()
  const heap = await watchLiveHeap(await local.suite.inspector())
  const figures: LiveFigures[] = []
  let asked = 0
  let answered = 0
  for (const step of steps) {
    const some = questions.slice(asked, step)
    answered += await ask(some)
    asked += some.length
    figures.push({ asked, answered, liveMiB: await heap.measureMiB() })
  }
  heap.close()
  await suite.close()
  return figures
}

export function printLiveMemory(figures: LiveFigures[]) {
  const parts = figures.map(
    ({ asked, answered, liveMiB }) =>
      `${liveMiB.toFixed(1)} MiB after ${asked} different questions, ${answered} of them answered by the model`,
  )
  console.log(`\nAlive in the isolate: ${parts.join('; ')}`)
}
