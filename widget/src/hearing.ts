import { answerStream } from './answer-stream.ts'
import { explainUnreachable, tellOwner } from './request.ts'
import type { SuiteCalls } from './suite-calls.ts'
import { Trouble } from './trouble.ts'
import { hear, type Turn } from './turn.ts'
import { type Pause, pause } from './waiting.ts'

export interface Hearing {
  calls: SuiteCalls
  signal: AbortSignal
  /** The query's id, where its answer has begun before. */
  begun: string | undefined
  changed: (turn: Turn, waits?: Pause) => unknown
  rest: (turn: Turn, agoMs: number) => Promise<void>
  keep: () => void
}

/**
 * Hears an answer to its end, whichever, which the turn's status tells; gives what broke it off. Verdicts
 * that still change are heard beside what comes next.
 */
export const hearOut = (turn: Turn, signal: AbortSignal, hearing: Omit<Hearing, 'signal'>) =>
  new Promise<Trouble | undefined>((end) => {
    void hearAll(turn, { ...hearing, signal }, () => end(undefined)).then(end)
  })

async function hearAll(turn: Turn, hearing: Hearing, done: () => void) {
  const { signal, calls } = hearing
  try {
    await hearAnswer(turn, hearing, done)
    if (signal.aborted && turn.status === 'answering') turn.status = 'stopped'
    return undefined
  } catch (error) {
    if (turn.status === 'complete') return undefined
    const trouble = signal.aborted ? undefined : await toTrouble(error, calls.nextUrl())
    turn.status = trouble?.kind ?? 'stopped'
    return trouble
  }
}

/** Takes an answer's events into its turn until it ends; throws what breaks it off. */
async function hearAnswer(
  turn: Turn,
  { calls, signal, begun, changed, rest, keep }: Hearing,
  done: () => void,
) {
  const left = new Promise((end) => signal.addEventListener('abort', end))
  const events = answerStream({
    ask: () => calls.ask(turn, signal),
    resume: (queryId, lastEventId) => calls.resume(queryId, lastEventId, signal),
    // Before the first event nothing was lost that a reader knows of.
    pause: (ms) =>
      pause(ms, signal, (waits) => {
        if (turn.queryId || waits === 'offline') changed(turn, waits)
      }),
    signal,
    begun,
    rest: (agoMs) => Promise.race([rest(turn, agoMs), left]),
  })
  for await (const event of events) {
    if (signal.aborted) break
    if (event.event === 'error') throw new Trouble('broken')
    hear(turn, event)
    // From now on the answer can be resumed, even after a reload.
    if (event.event === 'sources') keep()
    changed(turn)
    if (turn.status === 'complete') {
      keep()
      done()
    }
  }
}

async function toTrouble(error: unknown, url: string): Promise<Trouble> {
  if (!(error instanceof Trouble)) {
    tellOwner(String(error))
    return new Trouble('failed')
  }
  if (error.kind !== 'unreachable' || error.status !== 0) return error
  return new Trouble(await explainUnreachable(url))
}
