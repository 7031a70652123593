/** What `ask()` can be given beside the question. */
export interface AskOptions {
  /** Text on the page that the question is about. */
  selectedText?: string
  /** The page that the reader is on; the one that is open when absent. */
  page?: { path: string; heading?: string }
}

/** The attributes of `<marginalia-chat>`. */
export interface MarginaliaChatAttributes {
  endpoint?: string
  'chat-endpoint'?: string
  'sessions-endpoint'?: string
  'search-endpoint'?: string
  heading?: string
  greeting?: string
  questions?: string
  theme?: 'auto' | 'light' | 'dark'
  position?: 'bottom-right' | 'bottom-left' | 'inline'
  locale?: string
  selection?: string
  'search-key'?: string
  contact?: string
  'page-menu'?: string
  'identity-token'?: string
}

/** The events of the element; they bubble up to the document. */
export interface MarginaliaChatEventMap {
  'marginalia-open': CustomEvent<Record<string, never>>
  'marginalia-question': CustomEvent<{ question: string; selected_text?: string }>
  'marginalia-answer': CustomEvent<{ query_id: string; answered: boolean; sources: number }>
  'marginalia-citation': CustomEvent<{
    query_id: string
    n: number
    url: string
    chapter: string
    section: string
  }>
  'marginalia-escalate': CustomEvent<{ query_id: string }>
  'marginalia-navigate': CustomEvent<{ url: string }>
}

/** `<marginalia-chat>`: answers a reader's questions in the margin of a page. */
export declare class MarginaliaChat extends HTMLElement {
  /** Where the suite is unless the attribute `endpoint` says otherwise. */
  static defaultEndpoint: string
  static observedAttributes: string[]
  open(): void
  close(): void
  ask(question: string, options?: AskOptions): void
  search(words?: string): void
  forget(): Promise<void>
}

/** Makes the element known to the page under this name; a second time changes nothing. */
export declare function define(name?: string): void

declare global {
  interface HTMLElementTagNameMap {
    'marginalia-chat': MarginaliaChat
  }
  interface HTMLElementEventMap extends MarginaliaChatEventMap {}
}
