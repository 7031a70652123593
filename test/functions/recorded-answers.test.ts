import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { bookSentences } from '../support/book-sentences.ts'
import { corpusPath } from '../support/corpora.ts'
import { type LocalSuite, readEvents, startLocalSuite } from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

const asked = 200
const parallel = 8
const recorded = fileURLToPath(new URL('recorded-answers.jsonl', import.meta.url))

const Answers = z.array(z.object({ sources: z.string(), text: z.string(), verdicts: z.string() }))
type Answer = z.infer<typeof Answers>[number]

/**
 * Whoever makes a question cheaper wants its answer the same to the last byte. Whoever changes answers on
 * purpose records them anew: `RECORD_ANSWERS=1 npm test -- test/functions/recorded-answers.test.ts`.
 */
test(
  '200 questions on the textbook get the answers that were recorded',
  async (context) => {
    const docs = corpusPath(context, 'textbook/docs')
    // A cached answer near by would hang on what was asked before.
    const local = await startLocalSuite({ docs, settings: { NEAR_MATCH_THRESHOLD: '1' } })
    onTestFinished(local.close)
    const questions = await questionsOf(local)
    expect(questions).toHaveLength(asked)
    const answers = await answersTo(local, questions)
    if (process.env.RECORD_ANSWERS || !existsSync(recorded))
      writeFileSync(recorded, answers.map((one) => `${JSON.stringify(one)}\n`).join(''))
    const lines = readFileSync(recorded, 'utf8').trim().split('\n')
    const before = Answers.parse(lines.map((line) => JSON.parse(line)))
    const changed = questions.filter(
      (_, at) => JSON.stringify(answers[at]) !== JSON.stringify(before[at]),
    )
    expect(changed, 'Record them anew if that is meant').toEqual([])
  },
  patient(300_000),
)

/** Sentences of the book as questions, spread over all of it. */
async function questionsOf(local: LocalSuite): Promise<string[]> {
  const sentences = await bookSentences(local)
  const step = Math.floor(sentences.length / asked)
  return Array.from(
    { length: asked },
    (_, at) => `Is it true that ${sentences[at * step]?.replace(/\.$/, '?')}`,
  )
}

async function answersTo(local: LocalSuite, questions: string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  let next = 0
  const ask = async () => {
    for (let at = next++; at < questions.length; at = next++) {
      const events = await readEvents(await local.ask({ question: questions[at] }))
      const text = events.map((each) => (each.event === 'delta' ? each.data.text : '')).join('')
      const sources = events.find((each) => each.event === 'sources')?.data.sources ?? []
      const cited = events.find((each) => each.event === 'citations')?.data.citations ?? []
      const idOf = (n: number) => sources.find((source) => source.n === n)?.passage_id ?? ''
      // Of passages that score as much, either may be the last source, which nothing cites.
      const ids = cited.map(({ n }) => idOf(n))
      const verdicts = cited.map(({ status, quote }) => `${status} ${quote}`)
      answers[at] = {
        sources: hash(ids.join(' ')),
        text: hash(text),
        verdicts: hash(verdicts.join('\n')),
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, ask))
  return answers
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)
