import { element } from './element.ts'
import type { Texts } from './locale.ts'
import { allWeak } from './source-list.ts'
import type { Citation } from './stream-event.ts'

/** The button that stands for `[n]` in an answer, under the number that its source has there. */
export const citationMark = (n: number, number: number, texts: Texts) =>
  element(
    'button',
    { type: 'button', class: 'mark', 'data-n': String(n), 'aria-label': texts.source(number) },
    String(number),
  )

/** Weak marks look weak. One citation a mark is judged each on its own, else a passage as a whole. */
export function judgeMarks(answer: HTMLElement, citations: Citation[], texts: Texts) {
  for (const n of new Set(citations.map((citation) => citation.n))) {
    const own = citations.filter((citation) => citation.n === n)
    const marks = answer.querySelectorAll<HTMLElement>(`[data-n="${n}"]`)
    marks.forEach((mark, index) => {
      const judged = marks.length === own.length ? own.slice(index, index + 1) : own
      const isWeak = allWeak(judged)
      const name = isWeak ? texts.weakSource : texts.source
      mark.classList.toggle('weak', isWeak)
      mark.setAttribute('aria-label', name(Number(mark.textContent)))
    })
  }
}
