/** How the widget is set up on a site: its attributes, in the spelling of JavaScript. */
export interface WidgetOptions {
  /** URL of the suite, like `https://marginalia.example.workers.dev`. */
  endpoint: string
  /** Whether the site's search button opens Marginalia's box; true when absent. */
  search?: boolean
  /** CSS selector of the area in which selected text can be asked about, or `off`. */
  selection?: string
  heading?: string
  greeting?: string
  /** Questions to begin with, at most six. */
  questions?: string[]
  theme?: 'auto' | 'light' | 'dark'
  position?: 'bottom-right' | 'bottom-left'
  locale?: string
  /** The letter that opens the search box together with Ctrl or ⌘, or `off`. */
  searchKey?: string
  /** Where readers reach you when nobody is told of a request for a person. */
  contact?: string
  /** What the menu offers to do with the page; nothing when absent. */
  pageMenu?: ('copy' | 'chatgpt' | 'claude' | 'perplexity')[]
  /** URLs of functions that are deployed apart. */
  chatEndpoint?: string
  sessionsEndpoint?: string
  searchEndpoint?: string
}
