import * as z from 'zod/mini'
import type { Passage } from '../chat/passage.ts'
import { cutTo } from './cut.ts'
import type { Reading } from './reading.ts'
import { codes, RpcError } from './rpc.ts'
import type { Reader } from './tool.ts'

const scheme = 'book:///'
const pagesAtOnce = 100
const mostBytes = 200_000

const Place = z.looseObject({ cursor: z.optional(z.string().check(z.regex(/^\d{1,7}$/))) })
const Wanted = z.looseObject({ uri: z.string().check(z.maxLength(1500)) })

/** Pages as resources, each `book:///` and its path. */
export function createResources({
  contents,
  page,
  write,
}: Pick<Reading, 'contents' | 'page'> & { write: (passages: Passage[]) => string }) {
  return {
    async list(params: unknown, reader: Reader) {
      const place = Place.safeParse(params ?? {})
      if (!place.success) throw new RpcError(codes.invalidParams, 'Send nextCursor as it came.')
      const from = Number(place.data.cursor ?? 0)
      const all = await contents('', reader)
      const next = from + pagesAtOnce
      return {
        resources: all.slice(from, next).map(({ path, title, part, url }) => ({
          uri: toUri(path),
          name: path,
          title: title || path,
          ...(part && { description: part }),
          mimeType: 'text/markdown',
          ...(url && { annotations: { audience: ['user', 'assistant'] } }),
        })),
        ...(next < all.length && { nextCursor: `${next}` }),
      }
    },

    templates: () => ({
      resourceTemplates: [
        {
          uriTemplate: `${scheme}{+path}`,
          name: 'page',
          title: 'A page of the book',
          description: 'A page as Markdown, by its path in the repository or the path of its URL',
          mimeType: 'text/markdown',
        },
      ],
    }),

    async read(params: unknown, reader: Reader) {
      const { success, data } = Wanted.safeParse(params)
      if (!success)
        throw new RpcError(codes.invalidParams, 'params.uri must be the URI of a resource.')
      const { uri } = data
      const passages = uri.startsWith(scheme) ? await page(uri.slice(scheme.length), reader) : []
      if (passages.length === 0) {
        const advice = 'There is no such resource: resources/list has those that there are.'
        throw new RpcError(codes.invalidParams, advice, { uri })
      }
      const text = cutTo(write(passages), mostBytes)
      return { contents: [{ uri, mimeType: 'text/markdown', text }] }
    },
  }
}

const toUri = (path: string) => scheme + path.split('/').map(encodeURIComponent).join('/')
