import { element } from './element.ts'
import { createHandOffForm } from './hand-off-form.ts'
import type { Texts } from './locale.ts'
import { createRating } from './rating.ts'
import type { Source } from './stream-event.ts'
import type { Turn } from './turn.ts'

export interface TurnActions {
  retry: (turn: Turn) => void
  rate: (turn: Turn, rating: 'up' | 'down', reason?: string) => Promise<boolean>
  escalate: (turn: Turn, reason: string, contact: string) => Promise<boolean>
  cited: (turn: Turn, source: Source) => void
}

export interface TurnEndingDeps {
  id: string
  texts: Texts
  actions: TurnActions
  /** Shows the end again, after the question has been passed on to a person. */
  passedOn: () => void
}

/** What a reader can do with an answer that has ended: rate it, ask again, ask a person. */
export function turnEnding(turn: Turn, deps: TurnEndingDeps): Node[] {
  const { texts, actions } = deps
  const row = element('div', { class: 'row' })
  const rest: Node[] = []
  const isComplete = turn.status === 'complete'
  if (isComplete && turn.queryId) {
    const rating = createRating(turn, texts, (value, reason) => actions.rate(turn, value, reason))
    row.append(...rating.thumbs)
    rest.push(...rating.below)
  }
  if (!isComplete && turn.status !== 'setup') {
    const label = turn.status === 'challenged' ? texts.goOn : texts.retry
    row.append(action(label, () => actions.retry(turn)))
  }
  if (turn.isRefused || turn.offersPerson) {
    const place = element('div', { class: 'person' })
    rest.unshift(place)
    if (turn.isPassedOn) {
      place.append(element('p', { class: 'small', tabindex: '-1' }, texts.passedOn))
    } else row.append(personButton(turn, place, deps))
  }
  return row.childNodes.length > 0 ? [row, ...rest] : rest
}

/** Opens the form by which a question is passed on to a person, in its place. */
function personButton(turn: Turn, place: HTMLElement, deps: TurnEndingDeps): HTMLElement {
  const { id, texts, actions, passedOn } = deps
  const open = action(texts.person, () => {
    const form = createHandOffForm({
      texts,
      id,
      reason: turn.question,
      send: async (reason, contact) => {
        const isSent = await actions.escalate(turn, reason, contact)
        if (isSent) passedOn()
        return isSent
      },
      close: () => {
        place.replaceChildren()
        open.hidden = false
        open.focus()
      },
    })
    open.hidden = true
    place.replaceChildren(form.root)
    form.focus()
    form.root.scrollIntoView({ block: 'nearest' })
  })
  return open
}

const action = (label: string, click: () => void) =>
  element('button', { type: 'button', class: 'chip', click }, label)
