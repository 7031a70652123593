import type { WidgetOptions } from './widget-options.ts'

const attributes = {
  endpoint: 'data-endpoint',
  chatEndpoint: 'data-chat-endpoint',
  sessionsEndpoint: 'data-sessions-endpoint',
  searchEndpoint: 'data-search-endpoint',
  selection: 'data-selection',
  heading: 'data-title',
  greeting: 'data-greeting',
  questions: 'data-questions',
  theme: 'data-theme',
  position: 'data-position',
  locale: 'data-locale',
  searchKey: 'data-search-key',
  contact: 'data-contact',
  pageMenu: 'data-page-menu',
} as const satisfies Record<Exclude<keyof WidgetOptions, 'search'>, string>

const isOption = (name: string): name is keyof typeof attributes => name in attributes

/** The attributes of the script tag that loads the widget from the suite, or an error that says what is wrong. */
export function scriptAttributes(
  options: unknown,
  defaults: Partial<WidgetOptions>,
): Record<string, string> {
  const given = { ...defaults, ...checked(options) }
  const tag: Record<string, string> = { src: `${given.endpoint.replace(/\/+$/, '')}/widget.js` }
  for (const [name, value] of Object.entries(given)) {
    if (name === 'search' || value === undefined) continue
    if (!isOption(name)) throw new Error(unknownOption(name))
    tag[attributes[name]] = Array.isArray(value) ? JSON.stringify(value) : String(value)
  }
  return tag
}

/** Whether the site's search button is to open Marginalia's box. */
export const opensSearch = (options: unknown): boolean => checked(options).search !== false

function checked(options: unknown): WidgetOptions {
  if (!hasEndpoint(options) || !/^https?:\/\/[^/]/.test(options.endpoint))
    throw new Error(
      "marginalia: `endpoint` is the URL of your suite, as in { endpoint: 'https://marginalia.example.workers.dev' }",
    )
  return options
}

const hasEndpoint = (options: unknown): options is WidgetOptions =>
  typeof options === 'object' &&
  options !== null &&
  'endpoint' in options &&
  typeof options.endpoint === 'string'

const unknownOption = (name: string) =>
  `marginalia: there is no option \`${name}\`. There are ${Object.keys(attributes).join(', ')} and search.`
