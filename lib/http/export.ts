import * as z from 'zod/mini'

/** How a list is given: a page of JSON, or all that is left of it as one file. */
export const Format = z._default(z.enum(['json', 'csv', 'jsonl']), 'json')

/** What the OpenAPI document says of a list that can be exported. */
export const exportTexts = {
  'text/csv': 'The whole list, a line for each; what is no plain value is JSON',
  'application/x-ndjson': 'The whole list, a line of JSON for each',
}

interface List<Row> {
  data: Row[]
  next_cursor?: string | undefined
}

const rowsAtOnce = 1000

export interface ExportOptions<Row> {
  format: 'csv' | 'jsonl'
  /** What the file is called, without its ending. */
  name: string
  columns: string[]
  /** Where an earlier file ended. */
  from: string | undefined
  /** Reads so many rows after a cursor. */
  read: (cursor: string | undefined, limit: number) => Promise<List<Row>>
  /** Pages that this invocation may read; a file that ends early says where to go on. */
  mostPages: number
}

/**
 * Streams a list as a file, read page by page as the caller takes it, so that neither a long list nor a
 * slow line fills the memory.
 */
export async function exported<Row extends object>(options: ExportOptions<Row>): Promise<Response> {
  const { format, name } = options
  // What cannot be read at all is told as the problem that it is.
  const first = await options.read(options.from, rowsAtOnce)
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson'
  const lines = linesOf(first, options)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
  const headers = {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}.${format}"`,
    'cache-control': 'no-store',
  }
  return new Response(body, { headers })
}

/** The lines of one page after another. */
async function* linesOf<Row extends object>(
  first: List<Row>,
  { format, columns, read, mostPages }: ExportOptions<Row>,
): AsyncGenerator<string, void, undefined> {
  if (format === 'csv') yield `${columns.join(',')}\r\n`
  let page = first
  for (let pages = 1; ; pages += 1) {
    const { data, next_cursor: cursor } = page
    const line = (row: Row) =>
      format === 'csv' ? csvLine(row, columns) : `${JSON.stringify(row)}\n`
    if (data.length > 0) yield data.map(line).join('')
    if (cursor === undefined) return
    if (pages === mostPages) return yield moreAt(cursor, format)
    page = await read(cursor, rowsAtOnce)
  }
}

/** A file that is not whole must not look as if it were. */
const moreAt = (cursor: string, format: ExportOptions<object>['format']) =>
  format === 'csv'
    ? `# There is more: ask again with cursor=${cursor}\r\n`
    : `${JSON.stringify({ next_cursor: cursor })}\n`

const csvLine = (row: object, columns: string[]) => {
  const values = new Map<string, unknown>(Object.entries(row))
  return `${columns.map((column) => csvCell(values.get(column))).join(',')}\r\n`
}

/** A cell as RFC 4180 has it; what a spreadsheet would take for a formula is text to it. */
function csvCell(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const plain = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** JSON that is made piece by piece, as a file to be kept; a failure on the way breaks it off. */
export function jsonStream(pieces: AsyncGenerator<string>, name: string): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) return controller.close()
      controller.enqueue(encoder.encode(value))
    },
    cancel: async () => {
      await pieces.return(undefined)
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="${name}"`,
    },
  })
}
