import * as z from 'zod/mini'
import { readJsonl } from '../formats/jsonl.ts'
import type { ClaimCase } from './case.ts'

const Row = z.object({
  question: z.string(),
  answerable: z.boolean(),
  article: z.string(),
  paragraph_index: z.int(),
  answers: z.array(z.string()),
})

const asksForSubject =
  /^(?:Who|What|Which [\p{L} -]{3,30}?) (?=(?:[a-z]{3,}ed|is|was|were|are|led|made|became|wrote|won|has|had|caused|can|runs?|holds?) )/u

/**
 * Questions that people wrote, as statements with their answer: "Who founded it?" becomes "X founded
 * it." Freer than a close paraphrase; made false with another answer to another question on the same
 * paragraph.
 */
export function questionClaims(file: string, passageOf: Map<string, string>): ClaimCase[] {
  const rows = readJsonl(file, Row).filter(({ answerable }) => answerable)
  const asking = rows.filter(({ question }) => asksForSubject.test(question))
  return asking.flatMap(({ question, article, paragraph_index: index, answers: [answer = ''] }) => {
    const passage = passageOf.get(`${article}#${index}`)
    if (passage === undefined || answer.length > 60) return []
    const claim = (subject: string) =>
      `${question
        .trim()
        .replace(asksForSubject, `${capitalised(subject)} `)
        .replace(/\?+$/, '')}.`
    const others = rows.filter(
      (row) =>
        row.article === article &&
        row.paragraph_index === index &&
        isOtherAnswer(answer, row.answers[0] ?? '', question),
    )
    const wrong = others[question.length % Math.max(1, others.length)]?.answers[0]
    const base = { article, passage }
    return [
      { ...base, kind: "people's questions as statements", claim: claim(answer), isTrue: true },
      ...(wrong === undefined
        ? []
        : [{ ...base, kind: 'their answers exchanged', claim: claim(wrong), isTrue: false }]),
    ]
  })
}

const capitalised = (text: string) => `${text[0]?.toUpperCase()}${text.slice(1)}`

const isOtherAnswer = (mine: string, other: string, question: string) =>
  other.length > 0 &&
  other.length < 60 &&
  !question.includes(other) &&
  !mine.toLowerCase().includes(other.toLowerCase()) &&
  !other.toLowerCase().includes(mine.toLowerCase())
