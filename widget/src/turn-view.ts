import { citationMark, judgeMarks } from './citation-mark.ts'
import { copyCode } from './copy-code.ts'
import { element } from './element.ts'
import { growingMarkdown } from './growing-markdown.ts'
import type { Texts } from './locale.ts'
import { createSourceList } from './source-list.ts'
import { citedSources, type Turn } from './turn.ts'
import { type TurnActions, turnEnding } from './turn-ending.ts'

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
  let endedAs: Turn['status'] | undefined

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
    const ending = turnEnding(turn, { id, texts, actions, passedOn })
    below.replaceChildren(...(cited.length > 0 ? [sources.root] : []), ...ending)
  }

  function passedOn() {
    end()
    // The form, with the focus in it, is gone.
    below.querySelector<HTMLElement>('.person p')?.focus()
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
      if (endedAs === turn.status) return
      endedAs = turn.status
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
