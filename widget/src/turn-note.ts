import type { Texts } from './locale.ts'
import type { TroubleKind } from './trouble.ts'
import type { Turn } from './turn.ts'

const noteNames = {
  stopped: 'stopped',
  limited: 'failed',
  challenged: 'challenged',
  setup: 'setup',
  expired: 'failed',
  unreachable: 'unreachable',
  broken: 'broken',
  failed: 'failed',
} as const satisfies Record<TroubleKind | 'stopped', string>

/** What a reader is told of a trouble. */
export const troubleNote = (kind: TroubleKind | 'stopped', texts: Texts): string =>
  texts[noteNames[kind]]

/** What a reader is told beside an answer, as it stands. */
export function turnNote({ status, isDegraded, cutAs }: Turn, texts: Texts): string {
  if (status === 'complete' && cutAs) return texts.ended[cutAs]
  if (status === 'complete') return isDegraded ? texts.degraded : ''
  return status === 'answering' ? '' : troubleNote(status, texts)
}
