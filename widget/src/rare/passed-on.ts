import { element } from '../element.ts'
import type { Turn } from '../turn.ts'
import { contactLink, type TurnEndingDeps } from '../turn-ending.ts'
import { personTalk } from './person-talk.ts'
import { rareTexts } from './rare-english.ts'

export interface PassedOnDeps extends Pick<TurnEndingDeps, 'texts' | 'actions'> {
  place: HTMLElement
}

/** Says that a question was passed on to a person, with what they answer and where to write back. */
export function showPassedOn(turn: Turn, { place, texts, actions }: PassedOnDeps) {
  const told = turn.contact ? rareTexts(texts).passedOnTo(turn.contact) : texts.passedOn
  const words = turn.isNotTold ? texts.notTold : told
  place.append(element('p', { class: 'small', tabindex: '-1' }, words))
  if (turn.isNotTold) return place.append(...contactLink({ texts, actions }))
  const { id, token } = actions.held() ?? {}
  if (!token) return
  place.append(personTalk({ url: `${actions.urls?.sessions}/${id}/escalation`, token, texts }))
}
