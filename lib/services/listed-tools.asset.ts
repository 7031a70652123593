import { askTool } from '../mcp/ask-tool.ts'
import { findTool } from '../mcp/find-tool.ts'
import { listTool } from '../mcp/list-tool.ts'
import { readTool } from '../mcp/read-tool.ts'
import { reportTool } from '../mcp/report-tool.ts'
import { searchTool } from '../mcp/search-tool.ts'
import { described } from '../mcp/tool.ts'

const unused = (): never => {
  throw new Error('A tool is described, not called')
}

/**
 * Every tool as `tools/list` shows it. The build works it out and puts the result among the
 * Worker's assets: the Worker needs nothing that writes JSON Schema.
 */
export const listedTools = [
  askTool(unused),
  findTool({ containing: unused }),
  listTool({ contents: unused }),
  readTool({ page: unused, sections: unused, write: unused, writeSections: unused }),
  reportTool(unused),
  searchTool({ search: unused }),
].map(described)
