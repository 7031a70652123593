import * as z from 'zod/mini'
import type { AnswerDocument } from '../lib/chat/events.ts'
import { toDocument } from '../lib/chat/events.ts'
import { chatServices } from '../lib/services/chat.ts'
import { readJsonl } from './formats/jsonl.ts'
import { garbled } from './garbled.ts'
import { indexPassages, readPages } from './index-corpus.ts'
import { asked } from './run.ts'
import { startScratchCloud } from './scratch-cloud.ts'

const Row = z.object({ question: z.string(), facts: z.array(z.string()) })

/** How the answer to one question fared. */
export interface FactsResult {
  question: string
  answer: string
  /** The facts that it lacks; where none is wanted, the answer itself. */
  missing: string[]
  garbled: string | undefined
}

/** Asks about a folder of pages, and looks for the facts that each answer must hold. */
export async function askForFacts(options: {
  docs: string
  questions: string
  dataDir: string
}): Promise<FactsResult[]> {
  const rows = readJsonl(options.questions, Row)
  const cloud = await startScratchCloud(options.dataDir, process.env)
  try {
    await indexPassages(await readPages(options.docs), cloud.settings, () => {})
    const services = chatServices(cloud.settings)
    const results: FactsResult[] = []
    for (const { question, facts } of rows) {
      const document = await answerTo(question, services, await cloud.openSession())
      results.push({
        question,
        answer: document.answer,
        missing: missingOf(facts, document),
        garbled: garbled(document.answered ? document.answer : '', document.sources),
      })
    }
    return results
  } finally {
    await cloud.close()
  }
}

type Services = Pick<ReturnType<typeof chatServices>, 'answer'>

async function answerTo(question: string, { answer }: Services, sessionId: string) {
  const afterwards: Promise<void>[] = []
  const left = new AbortController().signal
  const document = await toDocument(
    answer(asked(question, sessionId), left, (work) => afterwards.push(work)),
  )
  await Promise.all(afterwards)
  return document
}

/** Compared without markers and Markdown's signs, in any case. */
function missingOf(facts: string[], { answer, answered }: AnswerDocument): string[] {
  if (facts.length === 0) return answered ? [answer] : []
  const said = answer
    .replace(/\[\d+\]|[`*]/g, '')
    .replace(/\s+/g, ' ')
    .toLowerCase()
  return answered ? facts.filter((fact) => !said.includes(fact.toLowerCase())) : facts
}

/** Prints what is wrong, and how many are right. */
export function printFacts(results: FactsResult[]): void {
  const wrong = results.filter(({ missing }) => missing.length > 0)
  for (const { question, answer, missing } of wrong)
    console.log(`${question}\n  lacks ${missing.join(', ')}\n${answer.replace(/^/gm, '  | ')}\n`)
  const broken = results.filter((result) => result.garbled !== undefined)
  for (const { question, garbled: piece } of broken) console.log(`${question}\n  garbled: ${piece}`)
  console.log(
    `${results.length - wrong.length} of ${results.length} answers hold their facts; ${broken.length} are garbled.`,
  )
}
