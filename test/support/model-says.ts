import type { LocalSuite } from './local-suite.ts'

const frame = (choice: object) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`

export interface Saying {
  /** The reason that the model gives for its end; none where it just ends. */
  finish?: string
  /** How many of the next requests are answered so; all until the switch is cleared where absent. */
  times?: number
  /** Milliseconds between two frames. */
  paceMs?: number
}

/** Tells the stand-in for the model to stream these words, a frame each. */
export function modelSays(
  { cloud }: Pick<LocalSuite, 'cloud'>,
  words: string[],
  { finish = 'stop', times, paceMs }: Saying = {},
) {
  cloud.faults.openrouter.set({
    kind: 'scripted',
    match: 'chat',
    writes: [
      ...words.map((content) => frame({ delta: { content } })),
      ...(finish === '' ? [] : [frame({ delta: {}, finish_reason: finish }), 'data: [DONE]\n\n']),
    ],
    ...(times !== undefined && { times }),
    ...(paceMs !== undefined && { paceMs }),
  })
}
