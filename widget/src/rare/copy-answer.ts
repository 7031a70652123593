import type { Texts } from '../locale.ts'
import { placeName } from '../source-list.ts'
import { citedSources, type Turn } from '../turn.ts'

export interface CopyAnswerDeps {
  texts: Texts
  numberOf: (n: number) => number
  button: HTMLElement
}

/** Copies an answer as Markdown, with the pages it rests on; its button says so. */
export async function copyAnswer(turn: Turn, { texts, numberOf, button }: CopyAnswerDeps) {
  const cited = citedSources(turn)
  const known = new Set(cited.map(({ n }) => n))
  const answer = turn.answer.replace(/\[(\d{1,3})\]/g, (mark, n) =>
    known.has(Number(n)) ? `[${numberOf(Number(n))}]` : mark,
  )
  const lines = cited
    .map((source) => [numberOf(source.n), `${placeName(source, texts)} ${source.url}`] as const)
    .sort(([a], [b]) => a - b)
    .map(([number, place]) => `[${number}] ${place.trim()}`)
  const list = lines.length > 0 ? `\n\n${texts.sources}:\n${lines.join('\n')}` : ''
  try {
    await navigator.clipboard.writeText(answer + list)
  } catch {
    // The page may not write to the clipboard: the answer can be selected.
    return
  }
  for (const name of ['aria-label', 'title']) button.setAttribute(name, texts.copied)
}
