import { translate } from '@docusaurus/Translate'
import { createElement as h } from 'react'

const search = () => document.querySelector('marginalia-chat')?.search()

/** The search button of the site's bar: it opens Marginalia's box. */
export default function SearchBar() {
  const label = translate({ id: 'theme.SearchBar.label', message: 'Search' })
  return h(
    'button',
    { type: 'button', className: 'marginalia-search', 'aria-label': label, onClick: search },
    h('span', { className: 'marginalia-search-icon', 'aria-hidden': true }),
    h('span', { className: 'marginalia-search-label' }, label),
  )
}
