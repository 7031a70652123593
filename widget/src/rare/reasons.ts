import { element } from '../element.ts'
import type { Texts } from '../locale.ts'
import { rareTexts } from './rare-english.ts'

export interface ReasonsDeps {
  texts: Texts
  /** Tells the suite what was wrong; false when that failed, which the reader has been told. */
  rate: (reason: string, comment?: string) => Promise<boolean>
  /** All is told. */
  done: () => void
}

/** What was wrong with an answer, and what would have helped. */
export function createReasons({ rate, done, ...deps }: ReasonsDeps): HTMLElement {
  const texts = rareTexts(deps.texts)
  let chosen = ''
  const buttons = Object.entries(texts.reasons).map(([reason, label]) => {
    const click = () => void choose(reason)
    const button = { type: 'button', class: 'chip', 'data-reason': reason, click }
    return element('button', { ...button, 'aria-pressed': 'false' }, label)
  })
  const comment = element('input', {
    'aria-label': texts.comment,
    placeholder: texts.comment,
    maxlength: '2000',
    dir: 'auto',
  })
  const words = element(
    'form',
    {
      class: 'comment',
      hidden: true,
      submit: (event) => {
        event.preventDefault()
        void finish()
      },
    },
    comment,
    element('button', { type: 'submit', class: 'chip' }, texts.sendComment),
  )

  async function choose(reason: string) {
    chosen = reason
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.reason === reason))
    }
    if (await rate(reason)) words.hidden = false
  }

  /** The reason is there already; the words go with it. */
  async function finish() {
    const text = comment.value.trim().toWellFormed()
    if (text === '' || (await rate(chosen, text))) done()
  }

  const name = element('span', { class: 'small' }, texts.why)
  const group = { role: 'group', 'aria-label': texts.why, class: 'why' }
  return element('div', group, name, ...buttons, words)
}
