import { solve } from '../../../packages/client/src/puzzles.ts'
import type { ChallengePage } from './challenge-page.ts'
import { turnstileResponse } from './turnstile-frame.ts'
import { work } from './work.ts'

/** A challenge as the suite asks it, checked. */
export type Asked =
  | { kind: 'proof-of-work'; token: string; puzzles: number; bits: number }
  | { kind: 'turnstile'; frame_path: string }

/** The answer that opens a session; undefined where none was found. */
export async function answer(asked: Asked, page: ChallengePage): Promise<object | undefined> {
  const { kind } = asked
  if (kind === 'proof-of-work') {
    const { token } = asked
    return { kind, token, nonces: await work(token, asked) }
  }
  const response = await turnstileResponse(page.suite + asked.frame_path, page)
  return response === undefined ? undefined : { kind, response }
}

// As a worker, this file waits for puzzles.
if (typeof document === 'undefined') {
  addEventListener('message', ({ data }) => postMessage(solve(data)))
  postMessage('ready')
}
