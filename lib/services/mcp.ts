import { editionsFor } from '../chat/editions.ts'
import { type Filter, readerFilter } from '../chat/filter.ts'
import { sql } from '../clients/neon.ts'
import type { Settings } from '../env.ts'
import { type Asked, type AskedAnswer, askTool } from '../mcp/ask-tool.ts'
import { findTool } from '../mcp/find-tool.ts'
import { listTool } from '../mcp/list-tool.ts'
import { readTool } from '../mcp/read-tool.ts'
import { createReport } from '../mcp/report.ts'
import { reportTool } from '../mcp/report-tool.ts'
import { createResources } from '../mcp/resources.ts'
import { searchTool } from '../mcp/search-tool.ts'
import { createMcpServer } from '../mcp/server.ts'
import type { Caller, Reader } from '../mcp/tool.ts'
import { traced } from '../mcp/traced-tool.ts'
import { pageMarkdown, sectionsMarkdown } from '../pages/to-markdown.ts'
import { isLive, Live } from '../retrieval/passage-columns.ts'
import { search } from '../search/search.ts'
import { neonFor, newId, now } from './doors.ts'
import { healthServices } from './health.ts'
import { listedTools } from './listed-tools.asset.ts'
import { pageServices } from './pages.ts'
import { searchDeps } from './search.ts'
import { collectorFor } from './tracing.ts'
import { breakerFor, readTextsFor } from './upstreams.ts'

/** Answers an agent's question; absent where nobody can. */
export type Ask = (asked: Asked, caller: Caller) => Promise<AskedAnswer>

/** What the mcp function needs; `ask` is a tool of it where there is somebody to ask. */
export function mcpServices(settings: Settings, ask: Ask | undefined) {
  const neon = neonFor(settings)
  const reachNeon = breakerFor(settings, 'neon')
  const pages = pageServices(settings)
  const { book } = pages
  const searching = searchDeps(settings)
  const editions = editionsFor(settings)
  const filterOf = ({ groups, groupsOf }: Reader, filter: Filter = {}) =>
    readerFilter(filter, { groups, groupsOf, editions })
  const page = (path: string, reader: Reader) => reachNeon(() => book.page(path, filterOf(reader)))
  const sections = (wanted: { path: string; section: string }[], reader: Reader) =>
    reachNeon(() => book.sections(wanted, filterOf(reader)))
  const contents = (beginning: string, reader: Reader) =>
    reachNeon(() => book.contents(filterOf(reader), beginning))
  const pathsLike = (beginning: string, limit: number, reader: Reader) =>
    reachNeon(() => book.pathsLike(beginning, filterOf(reader), limit))
  const send = collectorFor(settings)
  const tools = [
    ...(ask ? [askTool(ask)] : []),
    findTool({
      containing: (wanted, reader) => reachNeon(() => book.containing(wanted, filterOf(reader))),
    }),
    listTool({ contents }),
    readTool({ page, sections, write: pageMarkdown, writeSections: sectionsMarkdown }),
    reportTool(createReport({ neon, newId })),
    searchTool({
      search: (text, limit, filter, reader) =>
        search(
          {
            text,
            limit,
            sectionsOfAPage: limit,
            mode: 'hybrid',
            filter: filterOf(reader, filter),
          },
          searching,
        ),
    }),
  ]
  return {
    ...healthServices(settings),
    ...pages,
    isLive: async (session: string) => {
      const [row] = await reachNeon(() => neon.run(sql(Live)`select ${isLive(session)} as live`))
      return row?.live === true
    },
    mcp: createMcpServer({
      tools: send ? tools.map((tool) => traced(tool, { send, newId, now })) : tools,
      async listed() {
        await readTextsFor(settings, 'listed-tools')
        return listedTools
      },
      resources: createResources({ contents, page, write: pageMarkdown }),
      pathsLike,
    }),
  }
}
