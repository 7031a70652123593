import type { Earlier } from '../earlier.ts'
import { element } from '../element.ts'
import type { Texts } from '../locale.ts'

import { rareTexts } from './rare-english.ts'

export interface EarlierListDeps {
  texts: Texts
  open: (earlier: Earlier) => void
  back: () => void
}

/** The conversations that a reader can come back to, in the place of the one that is open. */
export function earlierList(all: Earlier[], { open, back, ...deps }: EarlierListDeps): HTMLElement {
  const texts = rareTexts(deps.texts)
  const items = all.map((earlier) => {
    const click = () => open(earlier)
    return element(
      'li',
      {},
      element('button', { type: 'button', class: 'starter', dir: 'auto', click }, earlier.title),
    )
  })
  return element(
    'div',
    {
      class: 'welcome',
      keydown: (event) => {
        if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return
        event.stopPropagation()
        back()
      },
    },
    element('h3', { class: 'label', tabindex: '-1' }, texts.earlier),
    items.length > 0 ? element('ul', {}, ...items) : element('p', {}, texts.noEarlier),
    element('button', { type: 'button', class: 'chip', click: back }, texts.back),
  )
}
