import { element, iconButton } from './element.ts'
import { icons } from './icons.ts'
import type { Texts } from './locale.ts'
import { createRating } from './rating.ts'
import type { Turn } from './turn.ts'
import type { TurnActions } from './turn-actions.ts'

export interface TurnEndingDeps {
  id: string
  texts: Texts
  actions: TurnActions
  /** The number that stands for a source in the answer. */
  numberOf: (n: number) => number
  /** Shows the end again, after the question has been passed on to a person. */
  endAgain: () => void
}

/** What a reader can do with an answer that has ended: rate it, copy it, ask again, ask a person. */
export function turnEnding(turn: Turn, deps: TurnEndingDeps): Node[] {
  const { texts, actions } = deps
  const row = element('div', { class: 'row' })
  const rest: Node[] = []
  const isComplete = turn.status === 'complete'
  if (isComplete && turn.queryId) {
    const rating = createRating(turn, texts, actions)
    row.append(...rating.thumbs, copyButton(turn, deps), ...shareButton(turn, deps))
    rest.push(...rating.below)
  }
  row.append(button(texts.edit, icons.edit, () => actions.edit(turn)))
  const again = nextStep(turn, deps)
  if (again) row.append(again)
  if (turn.isRefused || turn.offersPerson || turn.isPassedOn)
    rest.unshift(...personPlace(turn, row, deps))
  return [row, ...rest]
}

const copyButton = (turn: Turn, { texts, actions, numberOf }: TurnEndingDeps) =>
  button(texts.copyAnswer, icons.copy, (button) =>
    actions.withRare(({ copyAnswer }) => void copyAnswer(turn, { texts, numberOf, button })),
  )

/** Shares the answer by a link, where the owner lets readers do that. */
function shareButton({ queryId }: Turn, { texts, actions }: TurnEndingDeps): HTMLElement[] {
  const { token, canShare } = actions.held() ?? {}
  if (!queryId || !token || !canShare) return []
  const url = String(actions.urls?.shared)
  return [
    button(texts.share, icons.share, (button) =>
      actions.withRare(
        ({ shareAnswer }, tell) => void shareAnswer(queryId, { texts, url, token, button, tell }),
      ),
    ),
  ]
}

function button(label: string, path: string, act: (button: HTMLElement) => void): HTMLElement {
  const made = iconButton(label, path, { class: 'icon', click: () => act(made) })
  return made
}

/** How an answer that did not end as it should goes on. */
function nextStep(turn: Turn, { texts, actions }: TurnEndingDeps): HTMLElement | undefined {
  if (turn.status === 'setup') return undefined
  if (turn.status !== 'complete') {
    const label = turn.status === 'challenged' ? texts.goOn : texts.retry
    return action(label, () => actions.retry(turn))
  }
  if (turn.cutAs === 'broken') return action(texts.again, () => actions.retry(turn))
  if (turn.cutAs === 'length') {
    return action(texts.goOn, () => actions.ask({ question: texts.goOnQuestion }))
  }
  return undefined
}

/** The way to a person: a form where somebody is told, else the owner's contact, else nothing. */
function personPlace(turn: Turn, row: HTMLElement, deps: TurnEndingDeps): Node[] {
  const { texts, actions } = deps
  const place = element('div', { class: 'person' })
  if (turn.isPassedOn) {
    actions.withRare(({ showPassedOn }) => showPassedOn(turn, { place, texts, actions }))
    return [place]
  }
  if (actions.held()?.hasPerson !== false) row.append(personButton(turn, place, deps))
  else row.append(...contactLink({ texts, actions }))
  return [place]
}

/** Where readers reach the owner otherwise, if they do. */
export const contactLink = ({
  texts,
  actions: { contact },
}: Pick<TurnEndingDeps, 'texts' | 'actions'>) =>
  contact
    ? [
        element(
          'a',
          { class: 'chip', href: contact, rel: 'noopener', target: '_blank' },
          texts.contactOwner,
        ),
      ]
    : []

/** Opens the form by which a question is passed on to a person, in its place. */
function personButton(turn: Turn, place: HTMLElement, deps: TurnEndingDeps): HTMLElement {
  const open = action(deps.texts.person, () =>
    deps.actions.withRare(({ openHandOff }) => openHandOff(turn, { ...deps, place, open })),
  )
  return open
}

/** What these pages also answer, near what was asked. */
export function suggestions(
  questions: string[],
  { texts, actions }: Pick<TurnEndingDeps, 'texts' | 'actions'>,
): HTMLElement {
  const buttons = questions.map((question) => {
    const click = () => actions.ask({ question })
    const button = { type: 'button', class: 'starter', dir: 'auto', click }
    return element('li', {}, element('button', button, question))
  })
  return element(
    'div',
    { role: 'group', 'aria-label': texts.next, class: 'next' },
    element('p', { class: 'small', 'aria-hidden': 'true' }, texts.next),
    element('ul', {}, ...buttons),
  )
}

const action = (label: string, click: () => void) =>
  element('button', { type: 'button', class: 'chip', click }, label)
