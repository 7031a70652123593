import type {
  Element,
  HTMLRewriter as Rewriter,
  Response as RuntimeResponse,
} from '@cloudflare/workers-types/experimental'

// The runtime's own reader of HTML, which parses as a browser does and holds no page in memory.
declare const HTMLRewriter: typeof Rewriter
declare const Response: typeof RuntimeResponse

/** An HTML page as Markdown, with what its head says. */
export interface HtmlPage {
  markdown: string
  title?: string
  /** The address that the page calls its own. */
  url?: string
  /** Where its links lead, as they stand. */
  links: string[]
  /** Whether it asks search engines to leave it out. */
  isHidden: boolean
}

const mostLinks = 2000

type Region = 'main' | 'article' | 'body'

const skippedTags = new Set(
  'script style noscript template svg nav header footer aside form iframe button dialog select'.split(
    ' ',
  ),
)
const skippedRoles = /^(?:navigation|banner|contentinfo|search|dialog)$/
const skippedNames =
  /cookie|consent|sidebar|breadcrumb|pagination|table-?of-?contents|toc(?:-|collapsible|\b)|skip-?link|header-?(?:link|anchor)|hash-?link|linenos|line-numbers|navbar|navigation|site-(?:header|footer)/i
// A block of the page that is links for the most part leads elsewhere.
const mostLinked = 0.6
const linkMarks = ['\u0002', '\u0003'] as const
const blocks = new Set(
  'p div section dl dt dd figure figcaption blockquote details summary address table thead tbody tr'.split(
    ' ',
  ),
)

/** Where the reading stands: how many elements of a kind it is in. */
interface Reading {
  out: Record<Region, string[]>
  main: number
  article: number
  skipped: number
  pre: number
  link: number
  lists: { isOrdered: boolean }[]
}

/**
 * The article of an HTML page as Markdown: what its `main` or `article` holds where it has one, without
 * navigation, banners and scripts. Headings keep the ids they have. Read as a stream, by the runtime.
 */
export async function htmlToMarkdown(html: string): Promise<HtmlPage> {
  const reading: Reading = {
    out: { main: [], article: [], body: [] },
    main: 0,
    article: 0,
    skipped: 0,
    pre: 0,
    link: 0,
    lists: [],
  }
  const head: { title: string; url?: string; isHidden: boolean } = { title: '', isHidden: false }
  const links: string[] = []
  const rewriter = new HTMLRewriter()
    .on('head > title', {
      text(chunk) {
        head.title += chunk.text
      },
    })
    .on('link[rel="canonical"]', {
      element(element) {
        const url = element.getAttribute('href') ?? ''
        if (url !== '') head.url = decoded(url)
      },
    })
    .on('meta[name="robots"]', {
      element(element) {
        head.isHidden ||= /noindex|none/i.test(element.getAttribute('content') ?? '')
      },
    })
    .on('a[href]', {
      element(element) {
        const href = element.getAttribute('href') ?? ''
        const isFollowed = !/nofollow/i.test(element.getAttribute('rel') ?? '')
        if (isFollowed && links.length < mostLinks) links.push(decoded(href))
      },
    })
    .on('body *', { element: (element) => enter(element, reading) })
    .on('body', {
      text(chunk) {
        write(reading, reading.pre > 0 ? chunk.text : chunk.text.replace(/\s+/g, ' '))
      },
    })
  await rewriter.transform(new Response(withBody(html))).text()

  const { main, article, body } = reading.out
  const region =
    main.length > 0 ? main : article.length > 0 ? article : [withoutMenus(body.join(''))]
  const title = decoded(head.title).replace(/\s+/g, ' ').trim()
  return {
    markdown: tidied(region.join('')),
    links,
    isHidden: head.isHidden,
    ...(title !== '' && { title }),
    ...(head.url !== undefined && { url: head.url }),
  }
}

function write({ out, skipped, main, article, link }: Reading, text: string) {
  if (skipped > 0) return
  out.body.push(link > 0 && text.trim() !== '' ? linkMarks.join(text) : text)
  if (main > 0) out.main.push(text)
  if (article > 0) out.article.push(text)
}

/** Begins an element. The runtime keeps one handler for its end: it does all that is to be done then. */
function enter(element: Element, reading: Reading) {
  const tag = element.tagName.toLowerCase()
  const role = element.getAttribute('role') ?? ''
  const region =
    tag === 'main' || role === 'main' ? 'main' : tag === 'article' ? 'article' : undefined
  // The header of an article holds its title, that of a page its menu.
  const isTitle = tag === 'header' && (reading.main > 0 || reading.article > 0)
  const isSkipped = !isTitle && isLeftOut(element, tag, role)
  if (isSkipped) reading.skipped += 1
  if (tag === 'a') reading.link += 1
  if (region !== undefined) reading[region] += 1
  const after = begin(element, tag, reading)
  const leave = () => {
    if (after !== '') write(reading, after)
    if (tag === 'ul' || tag === 'ol') reading.lists.pop()
    if (tag === 'pre') reading.pre -= 1
    if (tag === 'a') reading.link -= 1
    if (region !== undefined) reading[region] -= 1
    if (isSkipped) reading.skipped -= 1
  }
  try {
    element.onEndTag(leave)
  } catch {
    // An element that has no end, such as an image, is left at once.
    leave()
  }
}

function isLeftOut(element: Element, tag: string, role: string): boolean {
  if (skippedTags.has(tag) || skippedRoles.test(role)) return true
  if (element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true') return true
  if (tag === 'span' && element.getAttribute('class') === 'lang') return true
  const names = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`
  return !/^h[1-6]$/.test(tag) && tag !== 'main' && tag !== 'article' && skippedNames.test(names)
}

/** Writes what Markdown has before an element's text; gives what it has behind it. */
function begin(element: Element, tag: string, reading: Reading): string {
  if (/^h[1-6]$/.test(tag)) {
    const id = element.getAttribute('id')
    write(reading, `\n\n${'#'.repeat(Number(tag.slice(1)))} `)
    return `${id ? ` {#${id}}` : ''}\n\n`
  }
  switch (tag) {
    case 'ul':
    case 'ol':
      reading.lists.push({ isOrdered: tag === 'ol' })
      write(reading, '\n\n')
      return '\n\n'
    case 'li': {
      const depth = Math.max(0, reading.lists.length - 1)
      write(reading, `\n${'   '.repeat(depth)}${reading.lists.at(-1)?.isOrdered ? '1.' : '-'} `)
      return ''
    }
    case 'pre':
      reading.pre += 1
      write(reading, '\n\n```\n')
      return '\n```\n\n'
    case 'code':
      if (reading.pre > 0) return nameLanguage(element, reading)
      write(reading, '`')
      return '`'
    case 'td':
    case 'th':
      return ' · '
    case 'br':
      write(reading, '\n')
      return ''
    case 'img':
      write(reading, element.getAttribute('alt') ?? '')
      return ''
    default:
      if (!blocks.has(tag)) return ''
      write(reading, '\n\n')
      return '\n\n'
  }
}

/** The language of a listing stands at the code within it. */
function nameLanguage(element: Element, reading: Reading): string {
  const [, language] =
    /(?:language|lang|highlight-source)-([\w+#-]+)/.exec(element.getAttribute('class') ?? '') ?? []
  if (language === undefined) return ''
  for (const text of Object.values(reading.out))
    if (text.at(-1) === '\n\n```\n') text.splice(-1, 1, `\n\n\`\`\`${language}\n`)
  return ''
}

/** Where no landmark says what the article is: the blocks that are not links for the most part. */
function withoutMenus(text: string): string {
  const [begin, end] = linkMarks
  const linked = new RegExp(`${begin}([^${end}]*)${end}`, 'g')
  const unmarked = (block: string) => block.replaceAll(begin, '').replaceAll(end, '')
  const isMenu = (block: string) => {
    const inLinks = [...block.matchAll(linked)].reduce(
      (sum, [, words = '']) => sum + words.length,
      0,
    )
    const all = unmarked(block)
      .replace(/[\s\d.-]+/g, ' ')
      .trim().length
    return inLinks > mostLinked * all && !/^\s*#/.test(block)
  }
  return text
    .split(/\n{2,}/)
    .filter((block) => !isMenu(block))
    .map(unmarked)
    .join('\n\n')
}

/** A page may leave out its body's tag; the text is found by it. */
const withBody = (html: string) => (/<body[\s>]/i.test(html) ? html : `<body>${html}</body>`)

/** Markdown with one empty line between blocks; code keeps its own. */
function tidied(markdown: string): string {
  const parts = markdown.split(/(\n```[\s\S]*?\n```\n)/)
  return parts
    .map((part, index) =>
      index % 2 === 1
        ? decoded(part)
        : decoded(part)
            .replace(/[ \t]*\n[ \t]*(?=\n|$)/g, '\n')
            .replace(/\n{3,}/g, '\n\n'),
    )
    .join('')
    .trim()
}

const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
