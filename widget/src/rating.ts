import { element, iconButton } from './element.ts'
import { icons } from './icons.ts'
import type { Texts } from './locale.ts'
import type { Turn } from './turn.ts'

/** The two thumbs of an answer, and what was wrong when one of them points down. */
export function createRating(
  turn: Turn,
  texts: Texts,
  rate: (rating: 'up' | 'down', reason?: string) => Promise<boolean>,
) {
  const said = element('p', { class: 'small', hidden: true }, texts.thanks)
  const why = element(
    'div',
    { role: 'group', 'aria-label': texts.why, class: 'why', hidden: true },
    element('span', { class: 'small' }, texts.why),
    ...Object.entries(texts.reasons).map(([reason, label]) =>
      element(
        'button',
        { type: 'button', class: 'chip', click: () => choose('down', reason) },
        label,
      ),
    ),
  )
  const thumb = (rating: 'up' | 'down', label: string) =>
    iconButton(label, icons[rating], { class: 'icon', click: () => choose(rating) })
  const up = thumb('up', texts.helpful)
  const down = thumb('down', texts.unhelpful)

  function show() {
    up.setAttribute('aria-pressed', String(turn.rating === 'up'))
    down.setAttribute('aria-pressed', String(turn.rating === 'down'))
  }

  async function choose(rating: 'up' | 'down', reason?: string) {
    const before = turn.rating
    turn.rating = rating
    show()
    why.hidden = rating === 'up' || reason !== undefined
    said.hidden = true
    if (!why.hidden) why.scrollIntoView({ block: 'nearest' })
    if (await rate(rating, reason)) {
      said.hidden = !why.hidden
      if (reason) down.focus()
    } else {
      if (before) turn.rating = before
      else delete turn.rating
      why.hidden = true
      show()
    }
  }

  show()
  return { thumbs: [up, down], below: [why, said] }
}
