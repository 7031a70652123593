import * as z from 'zod/mini'

const url = z.url({ protocol: /^https?$/ }).check(z.maxLength(500))
const name = z.string().check(z.minLength(1), z.maxLength(100))

/** The site generators whose syntax, anchors and addresses are known. */
export const generators = [
  'docusaurus',
  'vitepress',
  'mkdocs',
  'mdbook',
  'mintlify',
  'gitbook',
  'markdoc',
  'hugo',
  'starlight',
  'nextra',
  'sphinx',
  'jupyter-book',
  'd2l',
  'hugging-face',
  'obsidian',
] as const

export type Generator = (typeof generators)[number]

export const generator = z.enum(generators)

/** What every source may say of its pages. */
const ofItsPages = {
  /** What its pages' names begin with; made of site, place and version where it is absent. */
  name: z.optional(
    z.string().check(z.regex(/^[\w.@-]{1,60}$/, 'must be letters, digits, . _ @ -')),
  ),
  site: z.optional(name),
  version: z.optional(name),
  /** Whether its version is the one that is answered from where nobody asks for another. */
  is_newest: z.optional(z.boolean()),
  language: z.optional(z.string().check(z.regex(/^[a-z]{2,3}$/, 'must be a code such as de'))),
  /** Who may read them, unless a page says so itself. */
  groups: z.optional(z.array(name).check(z.minLength(1), z.maxLength(20))),
}

/** Where pages come from. */
export const ContentSource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('github'),
    place: z.string().check(z.regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name')),
    ref: z._default(name, 'main'),
    path: z._default(z.string().check(z.maxLength(500)), ''),
    /** Where the pages of the folder begin on their site. */
    url: z.optional(url),
    generator: z.optional(generator),
    ...ofItsPages,
  }),
  z.strictObject({
    kind: z.literal('website'),
    /** Its sitemap, or the page that it begins with. */
    place: url,
    max_pages: z._default(z.int().check(z.gte(1), z.lte(20_000)), 2000),
    ...ofItsPages,
  }),
  z.strictObject({
    kind: z.literal('openapi'),
    place: url,
    /** Where its readers find it; the document itself where it is absent. */
    url: z.optional(url),
    ...ofItsPages,
  }),
])

export type ContentSource = z.infer<typeof ContentSource> & { name: string }

const mostSources = 50

/** Several sources as the setting holds them: JSON, or nothing. */
export const ContentSources = z.pipe(
  z.pipe(
    z._default(z.string(), ''),
    z.transform((text: string, context): unknown => {
      if (text.trim() === '') return []
      try {
        return JSON.parse(text)
      } catch {
        context.issues.push({
          code: 'custom',
          message: 'must be JSON: a list of sources',
          input: text,
        })
        return z.NEVER
      }
    }),
  ),
  z.pipe(
    z.array(ContentSource).check(z.maxLength(mostSources)),
    z.transform((sources, context): ContentSource[] => {
      const named = sources.map((source) => ({ ...source, name: source.name ?? nameOf(source) }))
      const twice = named.find((one, at) => named.findIndex(({ name }) => name === one.name) !== at)
      if (twice) {
        const message = `two sources are called ${twice.name}: give each a name of its own`
        context.issues.push({ code: 'custom', message, input: sources })
      }
      return named
    }),
  ),
)

function nameOf({ site, place, version }: z.infer<typeof ContentSource>): string {
  const own = site ?? place.replace(/^https?:\/\/|\/+$/g, '')
  return `${own}${version === undefined ? '' : `@${version}`}`
    .replace(/[^\w.@-]+/g, '-')
    .slice(0, 60)
}

/** The settings that say where pages come from. */
export interface ContentSettings {
  CONTENT_SOURCES: ContentSource[]
  CONTENT_REPO?: string | undefined
  CONTENT_REF: string
  CONTENT_PATH: string
  CONTENT_SITE_URL: string
  CONTENT_GENERATOR?: z.infer<typeof generator> | undefined
}

/** All sources: the one of the short form, whose pages have no name before theirs, and the others. */
export function sourcesOf(settings: ContentSettings): ContentSource[] {
  const { CONTENT_REPO: place, CONTENT_SITE_URL: site, CONTENT_GENERATOR: made } = settings
  if (place === undefined) return settings.CONTENT_SOURCES
  const short = {
    kind: 'github' as const,
    name: '',
    place,
    ref: settings.CONTENT_REF,
    path: settings.CONTENT_PATH,
    ...(site !== '' && { url: site }),
    ...(made !== undefined && { generator: made }),
  }
  return [short, ...settings.CONTENT_SOURCES]
}

/** Where readers find a source's pages; undefined where nobody has said so. */
export const addressOf = (source: ContentSource): string | undefined =>
  source.kind === 'website' ? source.place : source.url

/** What stands before the names of a source's pages. */
export const prefixOf = ({ name: own }: Pick<ContentSource, 'name'>) =>
  own === '' ? '' : `${own}:`
