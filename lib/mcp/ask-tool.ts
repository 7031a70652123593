import * as z from 'zod/mini'
import { NewQuestion } from '../chat/question.ts'
import { cutTo, fitting, short, shortUrl } from './cut.ts'
import { type Caller, type Tool, tool } from './tool.ts'

const mostAnswerBytes = 3500
const mostClaimBytes = 3200
const mostSourceBytes = 1500
const mostQuoteBytes = 800

const { question, filter } = NewQuestion.shape

/** A claim of the answer, and what was found of it in the book. */
export const Claim = z.object({
  n: z.int(),
  verdict: z.enum(['verified', 'weak']),
  quote: z.string(),
  path: z.string(),
  section: z.string(),
  /** Leads to the quote, where the browser knows text fragments. */
  url: z.string(),
  content_hash: z.optional(z.string()),
})

/** An answer as an agent gets it. */
export interface AskedAnswer {
  query_id: string
  answer: string
  answered: boolean
  finish: string
  degraded: string[]
  claims: z.infer<typeof Claim>[]
  sources: { n: number; path: string; title: string; section: string; url: string }[]
  conversation: string
}

export interface Asked {
  question: string
  filter?: z.infer<typeof filter>
  page?: string | undefined
  conversation?: string | undefined
}

/** `ask`: an answer with its claims, each with the verdict that a reader sees. */
export const askTool = (ask: (asked: Asked, caller: Caller) => Promise<AskedAnswer>): Tool =>
  tool({
    name: 'ask',
    title: 'Ask the book',
    description:
      'Answers a question from the book alone. Each claim has a verdict: verified means that the quote bears it out word for number; weak means that it does not surely. Says so where the book does not answer. Slower than search; for facts that you will repeat, use it.',
    isReadOnly: false,
    input: z.strictObject({
      question,
      filter,
      page: z.optional(z.string().check(z.minLength(1), z.maxLength(500))),
      /** What an earlier answer gave, to go on with its conversation. */
      conversation: z.optional(z.string().check(z.maxLength(4096))),
    }),
    output: z.object({
      query_id: z.string(),
      answered: z.boolean(),
      finish: z.string(),
      degraded: z.array(z.string()),
      claims: z.array(Claim),
      sources: z.array(
        z.object({
          n: z.int(),
          path: z.string(),
          title: z.string(),
          section: z.string(),
          url: z.string(),
        }),
      ),
      conversation: z.string(),
    }),
    async call(asked, caller) {
      const { answer, ...found } = await ask(asked, caller)
      const cited = new Set(found.claims.map(({ n }) => n))
      const sources = fitting(
        found.sources.filter(({ n }) => cited.has(n)).map(shortPlace),
        mostSourceBytes,
      )
      const claims = fitting(
        found.claims.map((claim) => ({
          ...shortPlace(claim),
          quote: cutTo(claim.quote, mostQuoteBytes),
        })),
        mostClaimBytes,
      )
      return { text: cutTo(answer, mostAnswerBytes), data: { ...found, claims, sources } }
    },
  })

/** The same with names and addresses as a list shows them. */
const shortPlace = <Placed extends { section: string; url: string; title?: string }>(
  placed: Placed,
): Placed => ({
  ...placed,
  section: short(placed.section),
  url: shortUrl(placed.url),
  ...(placed.title !== undefined && { title: short(placed.title) }),
})
