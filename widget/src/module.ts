import { MarginaliaChat } from './marginalia-chat.ts'
import { loadPartsBy } from './parts.ts'

/*
 * The module defines no element by itself, so that a page chooses name and time: import `define` and
 * call it. Without the attribute `endpoint` the suite is where the module came from.
 */
const { origin, protocol } = new URL(import.meta.url)
if (protocol.startsWith('http')) MarginaliaChat.defaultEndpoint = origin
loadPartsBy((part) => parts[part]())

/** Each a file beside this one, by a name that a bundler can follow. */
const parts = {
  ar: () => import('./locales/ar.ts'),
  de: () => import('./locales/de.ts'),
  es: () => import('./locales/es.ts'),
  fr: () => import('./locales/fr.ts'),
  hi: () => import('./locales/hi.ts'),
  it: () => import('./locales/it.ts'),
  ja: () => import('./locales/ja.ts'),
  ko: () => import('./locales/ko.ts'),
  pt: () => import('./locales/pt.ts'),
  ru: () => import('./locales/ru.ts'),
  zh: () => import('./locales/zh.ts'),
  challenge: () => import('./challenge/answer.ts'),
  code: () => import('./code/highlight-code.ts'),
  rare: () => import('./rare/rare.ts'),
  search: () => import('./search/search-box.ts'),
}

export { define } from './define.ts'
export { MarginaliaChat }
