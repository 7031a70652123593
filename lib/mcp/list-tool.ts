import * as z from 'zod/mini'
import { fitting, short, shortUrl } from './cut.ts'
import type { Reading } from './reading.ts'
import { type Tool, tool } from './tool.ts'

const mostBytes = 4500

const Entry = z.object({ path: z.string(), title: z.string(), part: z.string(), url: z.string() })

/** `list`: the table of contents. */
export const listTool = ({ contents }: Pick<Reading, 'contents'>): Tool =>
  tool({
    name: 'list',
    title: 'List the pages',
    description:
      'Gives the table of contents in the order of the book, from offset on. beginning leaves only paths that begin with it.',
    isReadOnly: true,
    input: z.strictObject({
      beginning: z._default(z.string().check(z.maxLength(500)), ''),
      offset: z._default(z.int().check(z.gte(0), z.lte(1_000_000)), 0),
    }),
    output: z.object({
      pages: z.array(Entry),
      total: z.int(),
      next_offset: z.optional(z.int()),
    }),
    async call({ beginning, offset }, caller) {
      const all = await contents(beginning, caller)
      const rest = all.slice(offset).map(({ path, title, part, url }) => ({
        path,
        title: short(title),
        part: short(part),
        url: shortUrl(url),
      }))
      const pages = fitting(rest, mostBytes)
      const next = offset + pages.length
      const isMore = next < all.length
      const lines = pages.map(
        ({ path, title, part }) => `- ${part && `${part} › `}${title} (${path})`,
      )
      const more = isMore ? `\n[${all.length - next} more: list again with offset ${next}]` : ''
      return {
        text: lines.length > 0 ? lines.join('\n') + more : 'No page begins with that path.',
        data: { pages, total: all.length, ...(isMore && { next_offset: next }) },
      }
    },
  })
