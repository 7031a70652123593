import { element, iconButton } from './element.ts'
import { icons } from './icons.ts'
import type { Texts } from './locale.ts'
import type { Turn } from './turn.ts'
import type { TurnActions } from './turn-actions.ts'

/** The two thumbs of an answer, and what was wrong when one of them points down. */
export function createRating(
  turn: Turn,
  texts: Texts,
  actions: Pick<TurnActions, 'rate' | 'withRare'>,
) {
  const said = element('p', { class: 'small', hidden: true }, texts.thanks)
  const why = element('div', { hidden: true })
  const thumb = (rating: 'up' | 'down', label: string) =>
    iconButton(label, icons[rating], { class: 'icon', click: () => void choose(rating) })
  const up = thumb('up', texts.helpful)
  const down = thumb('down', texts.unhelpful)

  function show() {
    up.setAttribute('aria-pressed', String(turn.rating === 'up'))
    down.setAttribute('aria-pressed', String(turn.rating === 'down'))
  }

  function thank() {
    why.hidden = true
    said.hidden = false
  }

  function askWhy() {
    actions.withRare(({ createReasons }) => {
      const reasons = createReasons({
        texts,
        rate: async (...words) => {
          const isTold = await actions.rate(turn, 'down', ...words)
          said.hidden = !isTold
          return isTold
        },
        done: () => {
          thank()
          down.focus()
        },
      })
      why.replaceChildren(reasons)
      why.hidden = turn.rating !== 'down'
      why.scrollIntoView({ block: 'nearest' })
    })
  }

  async function choose(rating: 'up' | 'down') {
    const before = turn.rating
    turn.rating = rating
    show()
    why.hidden = true
    said.hidden = true
    if (rating === 'down') askWhy()
    if (await actions.rate(turn, rating)) {
      if (rating === 'up') thank()
      return
    }
    if (before) turn.rating = before
    else delete turn.rating
    why.hidden = true
    show()
  }

  show()
  return { thumbs: [up, down], below: [why, said] }
}
