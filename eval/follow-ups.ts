import { join } from 'node:path'
import * as z from 'zod/mini'
import { needsContext } from '../lib/retrieval/follow-up.ts'
import { readJsonl } from './formats/jsonl.ts'
import { shareTrue, told } from './interval.ts'

const Row = z.object({
  topic: z.string(),
  history: z.array(z.string()),
  raw: z.string(),
  rewrite: z.string(),
})

const sets = { 'CAsT 2019': 'rewrites.jsonl', 'iKAT 2023': 'ikat-2023.jsonl' }

/**
 * How many of the turns that a person rewrote are found to need the turns before them, and how many of
 * those left alone; first turns are not counted. Conversations are in one half as a whole.
 */
export function printFollowUps(corpora: string) {
  for (const [name, file] of Object.entries(sets)) {
    const turns = readJsonl(join(corpora, 'follow-ups', file), Row).filter(
      ({ history }) => history.length > 0,
    )
    const topics = [...new Set(turns.map(({ topic }) => topic))].sort()
    for (const half of [0, 1]) {
      const own = turns.filter(({ topic }) => topics.indexOf(topic) % 2 === half)
      const rewritten = own.filter((turn) => !isAlone(turn))
      const alone = own.filter(isAlone)
      console.log(
        `${name}, half ${half + 1}: of those rewritten ${told(shareTrue(rewritten.map(isFound)))} are found, of those left alone ${told(shareTrue(alone.map(isFound)))}`,
      )
    }
  }
}

const isFound = ({ raw, history }: z.infer<typeof Row>) =>
  needsContext(
    raw,
    history.map((question) => ({ question, answer: '' })),
  )

const isAlone = ({ raw, rewrite }: z.infer<typeof Row>) => spaced(raw) === spaced(rewrite)

const spaced = (text: string) => text.trim().toLowerCase().replace(/\s+/g, ' ')
