import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stateless } from '../../lib/mcp/revisions.ts'
import { mcpServices } from '../../lib/services/mcp.ts'
import type { EmbedderOptions } from '../embedder/embedder.ts'
import type { Target } from '../formats/corpus.ts'
import { formatOf } from '../formats/formats.ts'
import { indexPassages, readPages } from '../index-corpus.ts'
import { type Share, shareTrue, told } from '../interval.ts'
import { startScratchCloud } from '../scratch-cloud.ts'
import {
  allowance,
  askAsAgent,
  type CallTool,
  ToolResult,
  type Transcript,
} from './scripted-agent.ts'

export interface AgentOptions extends EmbedderOptions {
  docs: string
  questions: string
  dataDir: string
}

/** What the agent found for one question. */
export interface AgentResult {
  id: string
  calls: number
  bytes: number
  wanted: number
  found: number
}

export interface AgentFigures {
  all: Share
  /** Every other question, and the others: what was chosen was chosen on the first half. */
  halves: [Share, Share]
  sections: Share
  calls: number
  bytes: { median: number; most: number }
  each: AgentResult[]
}

/** Lets the scripted agent look for what answers each question, through the very tools of `/mcp`. */
export async function measureAgent(options: AgentOptions): Promise<AgentFigures> {
  const { docs, dataDir } = options
  const cloud = await startScratchCloud(dataDir, process.env, options)
  try {
    const site = 'https://docs.example/docs'
    await indexPassages(await readPages(docs, site), cloud.settings, () => undefined)
    const call = callerOf(mcpServices(cloud.settings, undefined))
    const each: AgentResult[] = []
    for (const { id, text, wanted, isAnswerable } of formatOf(options.questions).questions(
      options.questions,
    )) {
      if (!isAnswerable || wanted.length === 0) continue
      const transcript = await askAsAgent(text, call)
      const found = wanted.filter((any) => any.some((one) => isIn(transcript, one, docs)))
      const { calls, bytes } = transcript
      each.push({ id, calls, bytes, wanted: wanted.length, found: found.length })
    }
    return figuresOf(each)
  } finally {
    await cloud.close()
  }
}

function callerOf({ mcp }: ReturnType<typeof mcpServices>): CallTool {
  const caller = {
    address: '127.0.0.1',
    groups: [],
    signal: new AbortController().signal,
    afterwards: () => undefined,
  }
  return async (name, given) => {
    const params = { name, arguments: given }
    const asked = { jsonrpc: '2.0', id: 1, method: 'tools/call', params } as const
    const result = ToolResult.parse(await mcp.answer(asked, stateless, caller))
    if (result.isError) throw new Error(`${name}: ${result.content[0]?.text}`)
    return result
  }
}

/**
 * Whether the agent read how a wanted section begins. One without a text of its own stands for the
 * section that follows it on its page.
 */
function isIn({ texts }: Transcript, { source, section = '', excerpt }: Target, docs: string) {
  const page = () => readFileSync(join(docs, source.slice('docs/'.length)), 'utf8')
  const words = letters(excerpt || beginningAfter(page(), section))
  return words !== '' && texts.some((text) => letters(text).includes(words))
}

function beginningAfter(page: string, section: string): string {
  const sections = page.split(/^## /m).map((part) => {
    const [heading = '', ...lines] = part.split('\n')
    return { heading: heading.trim(), text: lines.join('\n').trim() }
  })
  const at = sections.findIndex(({ heading }) => heading === section)
  const next = at < 0 ? undefined : sections.slice(at + 1).find(({ text }) => text !== '')
  return next?.text.slice(0, 80) ?? ''
}

const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()

function figuresOf(each: AgentResult[]): AgentFigures {
  const isWhole = ({ found, wanted }: AgentResult) => found === wanted
  const half = (at: number) => shareTrue(each.filter((_, index) => index % 2 === at).map(isWhole))
  const bytes = each.map((one) => one.bytes).sort((a, b) => a - b)
  return {
    all: shareTrue(each.map(isWhole)),
    halves: [half(0), half(1)],
    sections: shareTrue(
      each.flatMap(({ wanted, found }) => Array.from({ length: wanted }, (_, at) => at < found)),
    ),
    calls: Math.max(0, ...each.map(({ calls }) => calls)),
    bytes: { median: bytes[Math.floor(bytes.length / 2)] ?? 0, most: bytes.at(-1) ?? 0 },
    each,
  }
}

/** Prints how often the agent found all that was wanted, and what it spent. */
export function printAgent({ all, halves, sections, calls, bytes }: AgentFigures) {
  console.log(`Questions of which all wanted sections were read: ${told(all)}
  first half ${told(halves[0])}, second half ${told(halves[1])}
Wanted sections that were read: ${told(sections)}
Spent on a question: at most ${calls} calls of ${allowance.calls}, ${kib(bytes.median)} KiB at the median, at most ${kib(bytes.most)} of ${kib(allowance.bytes)}`)
}

const kib = (bytes: number) => (bytes / 1024).toFixed(1)
