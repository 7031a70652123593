import { element, iconButton } from './element.ts'
import { icons } from './icons.ts'
import type { Texts } from './locale.ts'
import type { Options } from './options.ts'
import { createPanelMenu, type MenuItem } from './panel-menu.ts'

export interface PanelLayoutOptions {
  id: string
  options: Options
  texts: Texts
  /** What is in the scrolled middle: one of these is shown at a time. */
  middle: HTMLElement[]
  notice: HTMLElement
  composer: HTMLElement
  begin: () => void
  scrolled: () => void
  menu: MenuItem[]
  /** Closes the panel; absent where it stands in the page. */
  close?: (() => void) | undefined
}

/** The panel's header, its messages, its notice, the composer and the foot. */
export function panelLayout({ id, options, texts, close, ...parts }: PanelLayoutOptions) {
  const messages = element(
    'div',
    {
      part: 'messages',
      class: 'messages',
      role: 'group',
      'aria-label': texts.conversation,
      tabindex: '0',
      scroll: parts.scrolled,
    },
    ...parts.middle,
  )
  const header = element(
    'div',
    { part: 'header', class: 'header' },
    element('h2', { id: `${id}-title`, dir: 'auto' }, options.heading || texts.heading),
    iconButton(texts.fresh, icons.fresh, { class: 'icon', click: parts.begin }),
    createPanelMenu(texts.more, `${id}-menu`, parts.menu),
    ...(close ? [iconButton(texts.close, icons.close, { class: 'icon', click: close })] : []),
  )
  const dialog = close && { role: 'dialog', 'aria-labelledby': `${id}-title` }
  const root = element(
    'div',
    { part: 'panel', class: 'panel', ...dialog },
    header,
    messages,
    parts.notice,
    parts.composer,
    element('p', { class: 'foot' }, texts.footnote),
  )
  return { root, messages }
}
