import { fileURLToPath } from 'node:url'
import { opensSearch, scriptAttributes } from '../script-tag.ts'

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A theme for Docusaurus: the widget on every page, and its box behind the search button. */
export default function marginalia(_context: unknown, options: unknown) {
  const { id, ...own } =
    options && typeof options === 'object' ? { id: '', ...options } : { id: '' }
  const attributes = { defer: true, ...scriptAttributes(own, { selection: 'article' }) }
  return {
    name: 'marginalia-docusaurus',
    injectHtmlTags: () => ({ headTags: [{ tagName: 'script', attributes }] }),
    getThemePath: () => beside(opensSearch(own) ? './theme' : './theme-without-search'),
    getClientModules: () => (opensSearch(own) ? [beside('./search-button.css')] : []),
  }
}
