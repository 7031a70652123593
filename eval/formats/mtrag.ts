import * as z from 'zod/mini'
import type { Format } from './corpus.ts'
import { readJsonl } from './jsonl.ts'

const Row = z.object({
  id: z.string(),
  last_turn: z.string(),
  rewrite: z.string(),
  user_questions: z.array(z.string()),
  history: z.array(z.object({ speaker: z.string(), text: z.string() })),
  relevant: z.record(z.string(), z.number()),
})
const Passage = z.object({ id: z.string(), title: z.string(), text: z.string() })

type Row = z.infer<typeof Row>

/**
 * MTRAG: each turn is asked as it stands, as a person rewrote it, and with its conversation, with a
 * model that is away and with one that rewrites a follow-up as the person did.
 */
export const mtrag: Format = {
  name: 'mtrag',
  fits: (row) => 'last_turn' in row && 'rewrite' in row,
  questions: (file) => {
    const rows = readJsonl(file, Row)
    return [
      ...rows.map((row) => ({ ...asked(row, 'last turn'), text: row.last_turn })),
      ...rows.map((row) => ({ ...asked(row, 'rewrite'), text: row.rewrite })),
      ...rows.map((row) => ({
        ...asked(row, 'conversation'),
        text: row.last_turn,
        turns: turnsOf(row),
      })),
      ...rows.map((row) => ({
        ...asked(row, 'conversation with rewrite'),
        text: row.last_turn,
        turns: turnsOf(row),
        rewrite: row.rewrite,
      })),
    ]
  },
  passages: (file) =>
    readJsonl(file, Passage).map(({ id, title, text }) => ({ source: id, title, text })),
}

function asked({ id, relevant }: Row, group: string) {
  return {
    id: `${id} (${group})`,
    group,
    turns: [],
    isAnswerable: true,
    wanted: Object.keys(relevant).map((source) => [{ source }]),
  }
}

function turnsOf({ history }: Row) {
  return history.flatMap(({ speaker, text }, index) =>
    speaker === 'user' ? [{ question: text, answer: history[index + 1]?.text ?? '' }] : [],
  )
}
