import { element, iconButton } from './element.ts'
import { icons } from './icons.ts'
import type { Texts } from './locale.ts'
import type { Options } from './options.ts'

export interface PanelLayoutOptions {
  id: string
  options: Options
  texts: Texts
  welcome: HTMLElement
  transcript: HTMLElement
  composer: HTMLElement
  begin: () => void
  erase: () => void
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
    },
    parts.welcome,
    parts.transcript,
  )
  const notice = element('p', { class: 'notice', hidden: true })
  const forget = element(
    'button',
    { type: 'button', class: 'quiet', click: parts.erase },
    texts.forget,
  )
  const header = element(
    'div',
    { part: 'header', class: 'header' },
    element('h2', { id: `${id}-title`, dir: 'auto' }, options.heading || texts.heading),
    iconButton(texts.fresh, icons.fresh, { class: 'icon', click: parts.begin }),
    ...(close ? [iconButton(texts.close, icons.close, { class: 'icon', click: close })] : []),
  )
  const dialog = close && { role: 'dialog', 'aria-labelledby': `${id}-title` }
  const root = element(
    'div',
    { part: 'panel', class: 'panel', ...dialog },
    header,
    messages,
    notice,
    parts.composer,
    element('div', { class: 'foot' }, element('span', {}, texts.footnote), forget),
  )
  return { root, messages, notice, forget }
}
