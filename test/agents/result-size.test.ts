import { expect, test } from 'vitest'
import * as z from 'zod'
import type { Passage } from '../../lib/chat/passage.ts'
import { askTool } from '../../lib/mcp/ask-tool.ts'
import { findTool } from '../../lib/mcp/find-tool.ts'
import { listTool } from '../../lib/mcp/list-tool.ts'
import { readTool } from '../../lib/mcp/read-tool.ts'
import { searchTool } from '../../lib/mcp/search-tool.ts'
import { callTool, type Tool } from '../../lib/mcp/tool.ts'
import { pageMarkdown, sectionsMarkdown } from '../../lib/pages/to-markdown.ts'

const most = 10 * 1024
const caller = {
  address: '192.0.2.1',
  groups: [],
  signal: new AbortController().signal,
  afterwards: () => undefined,
}

/** A page that does all it can to be long: `letter` is what its names are made of. */
const worstPage = (letter: string, page = 0): Passage[] =>
  Array.from({ length: 60 }, (_, at) => ({
    passage_id: `${page}00${at}`,
    text: `${letter.repeat(1500)} wick\n${'"\\\n'.repeat(200)}`,
    source: `docs/${'a-long-folder/'.repeat(8)}${page}.md`,
    url: `https://book.example/${page}#${letter.repeat(3000)}-${at}`,
    part: letter.repeat(2000),
    part_number: 1,
    chapter: `${letter.repeat(5000)} ${page}`,
    section: `${at} ${letter.repeat(4000)}`,
    chunk_index: at,
    content_hash: 'f'.repeat(64),
  }))

const pages = (letter: string) => Array.from({ length: 20 }, (_, page) => worstPage(letter, page))

const hitOf = ({ passage_id, section, url, text, content_hash }: Passage) => ({
  passage_id,
  section,
  url,
  snippet: text.slice(0, 220),
  score: 1,
  content_hash,
})

const toolsOver = (letter: string): Tool[] => [
  askTool(async () => ({
    query_id: crypto.randomUUID(),
    answer: letter.repeat(20_000),
    answered: true,
    finish: 'stop',
    degraded: ['neon', 'qdrant', 'redis'],
    conversation: 'e'.repeat(600),
    claims: worstPage(letter).map(({ text, source, section, url, content_hash }, at) => ({
      n: 1 + (at % 10),
      verdict: 'weak',
      quote: text,
      path: source,
      section,
      url,
      content_hash,
    })),
    sources: pages(letter).map(([first], at) => ({
      n: at + 1,
      path: first?.source ?? '',
      title: first?.chapter ?? '',
      section: first?.section ?? '',
      url: first?.url ?? '',
    })),
  })),
  findTool({ containing: async () => worstPage(letter) }),
  listTool({
    contents: async () =>
      pages(letter).map(([first]) => ({
        path: first?.source ?? '',
        title: first?.chapter ?? '',
        part: first?.part ?? '',
        part_number: 1,
        url: first?.url ?? '',
        passages: 60,
      })),
  }),
  readTool({
    page: async () => worstPage(letter),
    sections: async (wanted) => wanted.map((_, at) => worstPage(letter, at)),
    write: pageMarkdown,
    writeSections: sectionsMarkdown,
  }),
  searchTool({
    search: async () => ({
      degraded: [],
      data: pages(letter).map((page) => ({
        source: page[0]?.source ?? '',
        title: page[0]?.chapter ?? '',
        sections: page.slice(0, 10).map(hitOf),
      })),
    }),
  }),
]

const calls: [string, object][] = [
  ['ask', { question: 'What is the wick?' }],
  ['find', { pattern: 'wick' }],
  ['list', {}],
  ['read', { path: 'docs/a.md' }],
  ['read', { path: 'docs/a.md', section: 'none of it' }],
  ['read', { path: 'docs/0.md', also: Array.from({ length: 11 }, (_, at) => `docs/${at}.md`) }],
  ['search', { query: 'wick', limit: 20 }],
  ['search', { query: 'wick', ['x'.repeat(60_000)]: 1 }],
]

test.each(
  ['a', 'é', '語', '🪔', '"', '\\'].flatMap((letter) =>
    calls.map((call) => [letter, ...call] as const),
  ),
)('of a page that is all %j a call of %s gives at most 10 KiB', async (letter, name, given) => {
  const called = toolsOver(letter).find((one) => one.name === name)
  const result = called && (await callTool(called, given, caller))
  const sent = JSON.stringify({ jsonrpc: '2.0', id: 'x'.repeat(36), result })
  expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(most)
  expect(result?.content[0]?.text).not.toBe('')
})

const Data = z.object({ structuredContent: z.object({ next_offset: z.optional(z.number()) }) })

test('read gives more where more is asked for, and goes on where it was cut', async () => {
  const [called] = toolsOver('a').filter(({ name }) => name === 'read')
  const read = async (given: object) =>
    called && (await callTool(called, { path: 'docs/a.md', ...given }, caller))
  const whole = pageMarkdown(worstPage('a'))
  let text = ''
  for (let offset: unknown = 0; offset !== undefined; ) {
    const result = await read({ offset, max_bytes: 40_000 })
    const data = Data.parse(result)
    text += result?.content[0]?.text.replace(/\n\n\[goes on: read again with offset \d+\]$/, '')
    offset = data.structuredContent.next_offset
  }
  expect(text).toBe(whole)
})

test('several places share the room, and what is missing is said', async () => {
  const short = worstPage('b')
    .slice(0, 1)
    .map((page) => ({ ...page, text: 'Trim it.', section: 'Wick' }))
  const tool = readTool({
    page: async () => [],
    sections: async () => [worstPage('a').slice(0, 3), [], short],
    write: pageMarkdown,
    writeSections: sectionsMarkdown,
  })
  const given = { path: 'docs/a.md#x', also: ['docs/none.md#y', 'docs/b.md'] }
  const { content, structuredContent } = {
    structuredContent: {},
    ...(await callTool(tool, given, caller)),
  }
  expect(content[0]?.text).toContain('There is no docs/none.md#y')
  expect(content[0]?.text).toContain('## Wick\n\nTrim it.')
  expect(structuredContent).toMatchObject({
    next_offset: expect.any(Number),
    also: [{ path: short[0]?.source, total_characters: 18 }],
  })
})
