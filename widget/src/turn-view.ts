import { citationMark, judgeMarks } from './citation-mark.ts'
import { copyCode } from './copy-code.ts'
import { element } from './element.ts'
import { growingMarkdown } from './growing-markdown.ts'
import { createHandOffForm } from './hand-off-form.ts'
import type { Texts } from './locales/en.ts'
import { createRating } from './rating.ts'
import { createSourceList } from './source-list.ts'
import type { Source } from './stream-event.ts'
import { citedSources, type Turn } from './turn.ts'

export interface TurnActions {
  retry: (turn: Turn) => void
  rate: (turn: Turn, rating: 'up' | 'down', reason?: string) => Promise<boolean>
  escalate: (turn: Turn, reason: string, contact: string) => Promise<boolean>
  cited: (turn: Turn, source: Source) => void
}

export type TurnView = ReturnType<typeof createTurnView>

/** A question and its answer, as far as it has been heard. */
export function createTurnView(turn: Turn, id: string, texts: Texts, actions: TurnActions) {
  const answer = element('div', { part: 'answer', class: 'answer', dir: 'auto' })
  const refused = element('p', { class: 'label', hidden: true }, texts.refused)
  const note = element('p', { class: 'note', hidden: true })
  const below = element('div', { class: 'below' })
  const root = element(
    'article',
    { class: 'turn' },
    question(turn, texts),
    refused,
    answer,
    note,
    below,
  )
  let sources: ReturnType<typeof createSourceList> | undefined
  let ending: Turn['status'] | undefined

  const show = growingMarkdown(answer, {
    copyLabel: texts.copy,
    mark: (n) =>
      turn.sources.some((source) => source.n === n) ? citationMark(n, texts) : undefined,
  })

  answer.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null
    if (!button) return
    if (button.dataset.copy !== undefined) return void copyCode(button, texts.copied)
    sources?.open(Number(button.dataset.n), button)
  })

  function end() {
    const cited = citedSources(turn)
    sources = createSourceList(cited, turn.citations, {
      texts,
      id,
      opened: (source) => actions.cited(turn, source),
    })
    judgeMarks(answer, turn.citations, texts)
    below.replaceChildren(...(cited.length > 0 ? [sources.root] : []), ...endings())
  }

  function endings(): Node[] {
    const row = element('div', { class: 'row' })
    const rest: Node[] = []
    const isComplete = turn.status === 'complete'
    if (isComplete && turn.queryId) {
      const rating = createRating(turn, texts, (value, reason) => actions.rate(turn, value, reason))
      row.append(...rating.thumbs)
      rest.push(...rating.below)
    }
    if (!isComplete && turn.status !== 'setup') {
      row.append(action(texts.retry, () => actions.retry(turn)))
    }
    if (turn.isRefused || turn.offersPerson) row.append(...person(rest))
    return row.childNodes.length > 0 ? [row, ...rest] : rest
  }

  function person(rest: Node[]): Node[] {
    const place = element('div', { class: 'person' })
    rest.unshift(place)
    if (turn.isPassedOn) {
      place.append(element('p', { class: 'small', tabindex: '-1' }, texts.passedOn))
      return []
    }
    const open = action(texts.person, () => {
      const form = createHandOffForm({
        texts,
        id,
        reason: turn.question,
        send: async (reason, contact) => {
          const isSent = await actions.escalate(turn, reason, contact)
          if (isSent) {
            end()
            // The form, with the focus in it, is gone.
            below.querySelector<HTMLElement>('.person p')?.focus()
          }
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
    return [open]
  }

  return {
    root,

    /** Shows the turn as it stands, with what else the reader should know. */
    update(noteText = '') {
      show(turn.answer)
      const isWaiting = turn.status === 'answering'
      root.toggleAttribute('data-answering', isWaiting)
      answer.hidden = turn.answer === ''
      refused.hidden = !turn.isRefused
      const words = noteText || (isWaiting && turn.answer === '' ? texts.answering : '')
      note.textContent = words
      note.hidden = words === ''
      if (ending === turn.status) return
      ending = turn.status
      if (isWaiting) below.replaceChildren()
      else end()
    },
  }
}

function question({ question, selectedText }: Turn, texts: Texts): Node {
  const asked = element('h3', { dir: 'auto' }, question)
  if (!selectedText) return element('div', { part: 'question', class: 'question' }, asked)
  const about = element(
    'blockquote',
    { dir: 'auto' },
    element('span', { class: 'small' }, texts.about),
    selectedText,
  )
  return element('div', { part: 'question', class: 'question' }, about, asked)
}

const action = (label: string, click: () => void) =>
  element('button', { type: 'button', class: 'chip', click }, label)
