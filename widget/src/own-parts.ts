/** Each a file beside this one, by a name that a bundler can follow. */
export const ownParts = {
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
