import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { causes, services } from '../../lib/upstream/cause.ts'
import { root } from './source-files.ts'

/**
 * What outlives a request, by its file: the most entries it holds, whatever comes, or what fills it
 * where no caller, page or answer can.
 */
export const bounded: Readonly<Record<string, number | string>> = {
  'lib/admin/cloudflare-access.ts': 'the keys that Cloudflare signs with, replaced as a whole',
  'lib/admin/staff.ts': 200,
  'lib/cache/lately-served.ts': 500,
  'lib/clients/wire/bounded-reply.ts': 'eight buffers of 64 KiB',
  'lib/conversation/turns/about-answer.ts': 'one entry for each kind of turn and language',
  'lib/conversation/turns/small-talk.ts': 'one entry for each language',
  'lib/env.ts': 'one entry for each setting that may be absent',
  'lib/ingest/page/categories.ts': 500,
  'lib/limits/challenge-tally.ts': 2,
  // And one for all other networks, for each reason.
  'lib/limits/denials.ts': 504,
  'lib/limits/local-limit.ts': 10_000,
  'lib/retrieval/overview/asked-overview.ts': 'one entry for each language',
  'lib/search/log.ts': 1000,
  'lib/text/any-word.ts': 'one entry for each list of words of ours',
  'lib/text/assets/asset-texts.ts': 'one entry for each module of texts of ours, until it is read',
  // The most that any memo is made for.
  'lib/text/memo.ts': 100,
  'lib/upstream/troubles.ts': services.length * causes.length,
}

/** Made for one answer, one page, one request or one document, and gone with it. */
export const shortLived = [
  'lib/citations/citations.ts',
  'lib/http/openapi/schemas.ts',
  'lib/ingest/markup/line-search.ts',
  'lib/ingest/split/heading-anchor.ts',
  'lib/ingest/write/embed-together.ts',
  'lib/upstream/stopwatch.ts',
]

/** Whether a file makes an empty map, set, list or table at its top level, or in what makes a store. */
export function holdsForLong(path: string): boolean {
  let maker = ''
  for (const line of readFileSync(join(root, path), 'utf8').split('\n')) {
    maker = makerOf(line) ?? (/^[})]+$/.test(line) ? '' : maker)
    const isMade =
      /^ {0,2}(?:const|let) \w+(?:: .+?)? = (?:new (?:Map|Set)\b(?:<.*>)?\(\)|\[\]|\{\})$/.test(
        line,
      )
    if (isMade && (!line.startsWith(' ') || maker.startsWith('create'))) return true
  }
  return false
}

function makerOf(line: string): string | undefined {
  const [, named, arrow] =
    /^(?:export )?(?:(?:async )?function (\w+)|const (\w+) = .*(?:=>|\($))/.exec(line) ?? []
  return named ?? arrow
}
