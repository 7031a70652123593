import * as z from 'zod/mini'

/** What an agent may spend on one question. */
export const allowance = { calls: 6, bytes: 60 * 1024 }

const sectionsAtOnce = 10
const pageBytes = 8000
/** What a result has besides the text of a page, at most. */
const headBytes = 2000
const pagesAfterwards = 2

/** Calls a tool of the server, and gives its result as it is sent. */
export type CallTool = (name: string, given: object) => Promise<ToolResult>

export const ToolResult = z.looseObject({
  content: z.array(z.object({ text: z.string() })),
  structuredContent: z.optional(z.record(z.string(), z.unknown())),
  isError: z.optional(z.boolean()),
})

export type ToolResult = z.infer<typeof ToolResult>

/** What an agent was given for one question. */
export interface Transcript {
  calls: number
  bytes: number
  /** What `read` has given, in order. */
  texts: string[]
}

const Hits = z.object({ hits: z.array(z.object({ path: z.string(), url: z.string() })) })

/**
 * An agent without a model, which does what any agent does at first: it searches with the question as
 * it is, reads the sections that were found, and then their pages from the beginning, best first,
 * until it has had what it may spend.
 */
export async function askAsAgent(question: string, call: CallTool): Promise<Transcript> {
  const spent: Transcript = { calls: 0, bytes: 0, texts: [] }
  const use = async (name: string, given: object) => {
    const result = await call(name, given)
    spent.calls += 1
    spent.bytes += Buffer.byteLength(JSON.stringify(result))
    return result
  }
  const left = () => allowance.bytes - spent.bytes

  const found = await use('search', { query: question.slice(0, 500), limit: 20 })
  const { hits } = Hits.parse(found.structuredContent)
  const [first, ...others] = hits.slice(0, sectionsAtOnce).map(({ url }) => url)
  if (first === undefined) return spent
  const pages = [...Map.groupBy(hits, ({ path }) => path)].map(([path]) => path)
  const forPages = pagesAfterwards * (pageBytes + headBytes)
  const max_bytes = Math.min(50_000, left() - forPages - 2 * headBytes)
  const read = await use('read', { path: first, also: others, max_bytes })
  spent.texts.push(textOf(read))
  for (const path of pages) {
    if (spent.calls === allowance.calls || left() < pageBytes + headBytes) break
    spent.texts.push(textOf(await use('read', { path, max_bytes: pageBytes })))
  }
  return spent
}

const textOf = ({ content }: ToolResult) => content.map(({ text }) => text).join('\n')
