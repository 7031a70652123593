import { citationMark, judgeMarks } from './citation-mark.ts'
import { colourCode, copyCode } from './code-block.ts'
import { element } from './element.ts'
import { growingMarkdown } from './growing-markdown.ts'
import type { Texts } from './locale.ts'
import { createSourceList } from './source-list.ts'
import { citedSources, type Turn } from './turn.ts'
import type { TurnActions } from './turn-actions.ts'
import { suggestions, type TurnEndingDeps, turnEnding } from './turn-ending.ts'

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
  let endedAs: Turn['status'] | undefined
  // The sources' numbers within the answer, in the order in which it cites them.
  const order: number[] = []
  const numberOf = (n: number) => order.indexOf(n) + 1 || order.push(n)

  const show = growingMarkdown(answer, {
    copyLabel: texts.copy,
    mark: (n) =>
      turn.sources.some((source) => source.n === n)
        ? citationMark(n, numberOf(n), texts)
        : undefined,
  })

  const deps = { id, texts, actions, numberOf }
  const cited = citedBy(turn, answer, deps)
  let suggested: string[] | undefined
  const next = () => {
    suggested = turn.suggestions
    return suggested?.[0] ? [suggestions(suggested, deps)] : []
  }

  function end() {
    if (turn.queryId) root.dataset.query = turn.queryId
    below.replaceChildren(
      ...cited.show(),
      ...turnEnding(turn, { ...deps, endAgain: end }),
      ...next(),
    )
    void colourCode(answer)
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
      const words = noteText || (isWaiting ? whatHappens(turn, texts) : '')
      note.textContent = words
      note.hidden = words === ''
      if (endedAs === turn.status) return
      endedAs = turn.status
      if (isWaiting) below.replaceChildren()
      else end()
    },

    /** How far the answer's end is below the window's, in pixels. */
    below: () => answer.getBoundingClientRect().bottom - innerHeight,

    /** Shows what came after the end; what the reader has opened there meanwhile stays as it is. */
    endAgain() {
      if (endedAs !== 'complete') return
      cited.judge()
      if (suggested === turn.suggestions) return
      below.querySelector('.next')?.remove()
      below.append(...next())
    },
  }
}

/** The list of what the answer cites, and its marks, with the verdicts; a mark that is pressed opens its source. */
function citedBy(
  turn: Turn,
  answer: HTMLElement,
  { id, texts, actions, numberOf }: Omit<TurnEndingDeps, 'endAgain'>,
) {
  let list: ReturnType<typeof createSourceList> | undefined

  /** Shows the verdicts as they now are. */
  const judge = () => {
    list?.judge(turn.citations)
    judgeMarks(answer, turn.citations, texts)
  }

  function show(): Node[] {
    const numbered = citedSources(turn)
      .map((source) => ({ source, number: numberOf(source.n) }))
      .sort((a, b) => a.number - b.number)
    const opened = (source: Turn['sources'][number]) => actions.cited(turn, source)
    list = createSourceList(numbered, { texts, id, opened })
    judge()
    return numbered[0] ? [list.root] : []
  }

  answer.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null
    if (!button) return
    if (button.dataset.copy !== undefined) return void copyCode(button, texts.copied)
    list?.open(Number(button.dataset.n), button)
  })

  return { show, judge }
}

/** What a reader waits for before there is anything to read. */
function whatHappens({ answer, queryId, sources }: Turn, texts: Texts): string {
  if (answer !== '') return ''
  if (!queryId) return texts.searching
  return sources.length > 0 ? texts.reading(sources.length) : texts.answering
}

function question({ question, selectedText, attachedText }: Turn, texts: Texts): Node {
  const about = (label: string, text: string) =>
    element('blockquote', { dir: 'auto' }, element('span', { class: 'small' }, label), text)
  return element(
    'div',
    { part: 'question', class: 'question' },
    ...(selectedText ? [about(texts.about, selectedText)] : []),
    ...(attachedText ? [about(texts.attached([...attachedText].length), attachedText)] : []),
    element('h3', { dir: 'auto' }, question),
  )
}
