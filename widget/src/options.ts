import { safeUrl } from './safe-url.ts'

export interface Options {
  /** Where the functions are, without a closing slash; undefined when the attributes name no URL. */
  urls:
    | Record<'chat' | 'sessions' | 'shared' | 'feedback' | 'search' | 'starters' | 'pages', string>
    | undefined
  endpoint: string
  heading: string | null
  /** Where readers reach the owner: an address of a page or of mail. */
  contact: string | undefined
  greeting: string | null
  /** Questions to begin with; undefined where the page's own headings are to be offered. */
  questions: string[] | undefined
  position: 'bottom-right' | 'bottom-left' | 'inline'
  locale: string | null
  /** What the menu offers to do with the page: `copy`, and assistants by name. */
  pageMenu: string[]
  /** The selector of the area whose selected text can be asked about; undefined for none. */
  selection: string | undefined
  /** The letter that opens the search box together with Ctrl or ⌘; undefined for none. */
  searchKey: string | undefined
}

const mostQuestions = 6

/** What the attributes of a widget say. */
export function readOptions(host: Element, defaultEndpoint: string): Options {
  const base = (name: string) => toBase(host.getAttribute(name))
  const endpoint = base('endpoint') ?? toBase(defaultEndpoint)
  const chat = base('chat-endpoint') ?? endpoint
  const sessions = base('sessions-endpoint') ?? endpoint
  const search = base('search-endpoint') ?? endpoint ?? chat
  const position = host.getAttribute('position')
  const selection = host.getAttribute('selection') ?? 'body'
  const searchKey = host.getAttribute('search-key')?.toLowerCase() ?? 'k'
  return {
    urls:
      chat && sessions
        ? {
            chat: `${chat}/v1/chat`,
            feedback: `${chat}/v1/feedback`,
            sessions: `${sessions}/v1/sessions`,
            shared: `${sessions}/v1/shared-answers`,
            search: `${search}/v1/search`,
            starters: `${search}/v1/starters`,
            pages: `${search}/v1/pages`,
          }
        : undefined,
    endpoint: endpoint ?? chat ?? '',
    heading: host.getAttribute('heading'),
    contact: readContact(host.getAttribute('contact') ?? ''),
    greeting: host.getAttribute('greeting'),
    questions: readQuestions(host.getAttribute('questions')),
    position: position === 'inline' || position === 'bottom-left' ? position : 'bottom-right',
    locale: host.getAttribute('locale'),
    pageMenu: host.getAttribute('page-menu')?.toLowerCase().match(/\w+/g) ?? [],
    searchKey: searchKey === 'off' ? undefined : searchKey.slice(-1) || 'k',
    selection: selection === 'off' ? undefined : selection || 'body',
  }
}

/** A page, or a mail address with `mailto:` or without. */
function readContact(value: string): string | undefined {
  const address = /^[^\s@:/]+@[^\s@/]+$/.test(value) ? `mailto:${value}` : value
  return safeUrl(address)?.href
}

function toBase(value: string | null): string | undefined {
  if (!value || !URL.canParse(value, document.baseURI)) return undefined
  const { protocol, origin, pathname } = new URL(value, document.baseURI)
  if (protocol !== 'http:' && protocol !== 'https:') return undefined
  return (origin + pathname).replace(/\/+$/, '')
}

/** A list in JSON, or lines that `|` separates. */
function readQuestions(value: string | null): string[] | undefined {
  if (value === null) return undefined
  return parseList(value)
    .map((question) => question.trim())
    .filter(Boolean)
    .slice(0, mostQuestions)
}

function parseList(value: string): string[] {
  if (!value.trim().startsWith('[')) return value.split('|')
  try {
    const parsed: unknown = JSON.parse(value)
    return Array.isArray(parsed) ? parsed.map(String) : []
  } catch {
    // It only looked like JSON.
    return value.split('|')
  }
}
