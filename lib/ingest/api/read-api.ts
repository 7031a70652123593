import { load } from 'js-yaml'
import type { Neon } from '../../clients/neon.ts'
import { type ContentSource, prefixOf } from '../../content-sources.ts'
import { contentHash } from '../../index/passage-id.ts'
import * as pages from '../crawl/crawled-pages.ts'
import { boundedText, type Web, WebError } from '../crawl/web.ts'
import { lockRun } from '../ledger/runs.ts'
import { type ApiPage, describeApi } from './describe-api.ts'

const maxBytes = 10 * 1024 * 1024

type ApiSource = Extract<ContentSource, { kind: 'openapi' }>

/** Reads an API's description, unless it is as it was; one that cannot be read keeps what was known of it. */
export async function readApi(
  source: ApiSource,
  run: number,
  { neon, web }: { neon: Neon; web: Web },
): Promise<'done'> {
  const [known] = await neon.run(pages.validatorsOf(source.name))
  try {
    const response = await web.get(
      source.place,
      'application/json, application/yaml, text/yaml, */*;q=0.5',
      { etag: known?.http_etag, lastModified: known?.last_modified },
    )
    if (response.status === 304) {
      await neon.transaction([lockRun(run), pages.keepAll(source.name, run)])
      return 'done'
    }
    if (!response.ok) {
      await response.body?.cancel()
      throw new WebError(`it redirects to ${response.headers.get('location') ?? 'nowhere'}`)
    }
    const described = describeApi(parse(await boundedText(response, maxBytes)))
    if (described === undefined || described.length === 0)
      throw new WebError('it is no OpenAPI document with operations')
    await keep(source, run, described, response.headers, neon)
  } catch (error) {
    if (!(error instanceof WebError)) throw error
    await neon.transaction([
      lockRun(run),
      pages.keepAll(source.name, run),
      pages.noteFailures(run, [
        { path: prefixOf(source), why: `${source.place}: ${error.message}` },
      ]),
    ])
  }
  return 'done'
}

async function keep(
  source: ApiSource,
  run: number,
  described: ApiPage[],
  headers: Headers,
  neon: Neon,
) {
  const address = source.url ?? source.place
  const keyed = described.map((page) => ({ ...page, url: `${address}#${page.path}` }))
  const checked = await Promise.all(
    keyed.map(async ({ url, title, content }) => ({
      url,
      page: {
        title,
        content,
        etag: (await contentHash(JSON.stringify([title, content]))).slice(0, 32),
        http_etag: headers.get('etag'),
        last_modified: headers.get('last-modified'),
      },
    })),
  )
  await neon.transaction([
    lockRun(run),
    pages.noteAddresses(
      source.name,
      run,
      keyed.map(({ url, path }) => ({ url, path })),
    ),
    pages.noteChecked(source.name, run, checked),
    pages.forgetUnlisted(source.name, run),
  ])
}

/** JSON, or YAML. */
function parse(text: string): unknown {
  try {
    return /^\s*\{/.test(text) ? JSON.parse(text) : load(text)
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new WebError(`it is neither JSON nor YAML: ${reason.slice(0, 200)}`)
  }
}
