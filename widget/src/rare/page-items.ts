import type { Texts } from '../locale.ts'
import type { Tell } from '../notice.ts'
import type { MenuItem } from '../panel-menu.ts'
import { request } from '../request.ts'
import { rareTexts } from './rare-english.ts'

export interface PageItemsDeps {
  texts: Texts
  /** What the owner has chosen: `copy`, and the names of assistants. */
  wanted: string[]
  /** Where the pages are as Markdown. */
  url: string
  token: () => string | undefined
  tell: Tell
}

/** Assistants that take a question in their address. */
const assistants = {
  chatgpt: ['ChatGPT', 'https://chatgpt.com/?q='],
  claude: ['Claude', 'https://claude.ai/new?q='],
  perplexity: ['Perplexity', 'https://www.perplexity.ai/search?q='],
} as const

const isAssistant = (name: string): name is keyof typeof assistants =>
  Object.hasOwn(assistants, name)

/** What the menu offers to do with the page that the reader is on, in the order in which it is wanted. */
export function pageItems({ wanted, url, token, tell, ...deps }: PageItemsDeps): MenuItem[] {
  const texts = rareTexts(deps.texts)
  const page = () => url + location.pathname.replace(/^\/*/, '/')

  async function copy() {
    const shown = token()
    const call = { method: 'GET', url: page(), ...(shown && { token: shown }) } as const
    // Some browsers let a page write to the clipboard only while its click is being heard.
    const text = request(call).then(async (reply) => new Blob([await reply.text()], { type }))
    await navigator.clipboard.write([new ClipboardItem({ [type]: text })])
    tell(texts.pageCopied)
  }

  return [...new Set(wanted)].flatMap((name) => {
    const isOffered = () => true
    if (name === 'copy') {
      const act = () => void copy().catch(() => tell(texts.noPage))
      return { label: () => texts.copyPage, isOffered, act }
    }
    if (!isAssistant(name)) return []
    const [title, address] = assistants[name]
    const act = () =>
      void open(address + encodeURIComponent(texts.readPage(page())), '_blank', 'noopener')
    return { label: () => texts.openIn(title), isOffered, act }
  })
}

const type = 'text/plain'
