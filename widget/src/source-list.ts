import { colourCode } from './code-block.ts'
import { element, icon } from './element.ts'
import { highlight, lettersIn } from './highlight.ts'
import { icons } from './icons.ts'
import type { Texts } from './locale.ts'
import { linkAttributes, type MarkdownOptions, toFragment } from './markdown.ts'
import { safeUrl } from './safe-url.ts'
import type { Citation, Source } from './stream-event.ts'

export interface SourceListDeps {
  texts: Texts
  id: string
  opened: (source: Source) => void
}

/** A source with the number that stands for it in the answer. */
export interface Numbered {
  source: Source
  number: number
}

/** The passages that an answer cites, each to be opened in its place. */
export function createSourceList(sources: Numbered[], deps: SourceListDeps) {
  const { texts } = deps
  const rows = new Map(
    sources.map((numbered) => [numbered.source.n, createRow(numbered, deps)] as const),
  )
  const items = [...rows.values()].map(({ root }) => root)
  const root = element(
    'div',
    { role: 'group', 'aria-label': texts.sources, class: 'sources' },
    element('p', { class: 'small', 'aria-hidden': 'true' }, texts.sources),
    element('ol', {}, ...items),
  )
  let origin: HTMLElement | undefined

  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    const open = [...rows.values()].filter(({ isOpen }) => isOpen())
    if (!open[0]) return
    event.stopPropagation()
    for (const row of open) row.toggle(false)
    origin?.focus()
  })

  return {
    root,
    /** Shows what the citations are worth; what is open stays so. */
    judge(citations: Citation[]) {
      for (const [n, row] of rows) row.judge(citations.filter((citation) => citation.n === n))
    },
    /** Opens the passage of this number; Escape leads back to `from`. */
    open(n: number, from: HTMLElement) {
      origin = from
      rows.get(n)?.toggle(true)
      rows.get(n)?.button.focus()
    },
  }
}

function createRow({ source, number }: Numbered, { texts, id, opened }: SourceListDeps) {
  const passageId = `${id}-source-${source.n}`
  const passage = element('div', { id: passageId, class: 'passage', hidden: true })
  const badge = element('span', { class: 'number' }, String(number))
  const button = element(
    'button',
    { type: 'button', 'aria-expanded': 'false', 'aria-controls': passageId, part: 'source' },
    badge,
    element('span', { class: 'place', dir: 'auto' }, ...place(source, texts)),
  )
  const root = element('li', {}, button, passage)
  const doubt = element('p', { class: 'small' }, texts.weak)
  let own: Citation[] = []
  const isOpen = () => !passage.hidden
  const toggle = (open: boolean) => {
    if (open && !passage.firstChild) fill(passage, { source, number }, own, doubt, texts)
    passage.hidden = !open
    button.setAttribute('aria-expanded', String(open))
    if (!open) return
    opened(source)
    passage.querySelector('mark')?.scrollIntoView({ block: 'nearest' })
    root.scrollIntoView({ block: 'nearest' })
  }
  button.addEventListener('click', () => toggle(!isOpen()))
  const judge = (citations: Citation[]) => {
    own = citations
    doubt.hidden = !badge.classList.toggle('weak', allWeak(own))
  }
  return { root, button, isOpen, toggle, judge }
}

/** Whether no citation of a passage was found to carry what the answer says. */
export const allWeak = (citations: Citation[]) =>
  citations.length > 0 && citations.every(({ status }) => status === 'weak')

function place(source: Source, texts: Texts): Node[] {
  const [name, section] = namesOf(source, texts)
  const title = element('b', {}, name)
  return section ? [title, element('span', {}, section)] : [title]
}

function namesOf({ chapter, section, source, is_primary }: Source, texts: Texts) {
  const name = chapter || (is_primary ? texts.selection : source)
  return [name, section === name ? '' : section] as const
}

/** What a source is called in one line. */
export const placeName = (source: Source, texts: Texts) =>
  namesOf(source, texts).filter(Boolean).join(' › ')

function fill(
  passage: HTMLElement,
  { source, number }: Numbered,
  citations: Citation[],
  doubt: Node,
  texts: Texts,
) {
  const options = { copyLabel: texts.copy }
  const name = texts.source(number)
  const text = element(
    'blockquote',
    { dir: 'auto', tabindex: '0', 'aria-label': name, role: 'group' },
    toFragment(source.text, options),
  )
  for (const { quote } of citations) markQuote(text, quote, options)
  passage.append(text)
  void colourCode(text)
  if (source.source === 'unverified')
    passage.append(element('p', { class: 'small' }, texts.unverified))
  passage.append(doubt)
  // The citation's own address leads to its very words.
  const url = safeUrl(citations[0]?.url ?? source.url)
  if (!url) return
  const attributes = linkAttributes(url)
  const arrow = attributes.target ? [icon(icons.outward)] : []
  passage.append(element('a', attributes, texts.readOn, ...arrow))
}

/**
 * Marks a quote in its passage. A part of a list or a table is not read as Markdown in the way of
 * the whole: line by line it is, and where that is not found either, each line is marked by itself.
 */
function markQuote(passage: HTMLElement, quote: string, options: MarkdownOptions) {
  const lettersOf = (markdown: string) => lettersIn(toFragment(markdown, options))
  const lines = quote.split('\n').map(lettersOf)
  for (const letters of [lettersOf(quote), lines.join('')]) {
    if (highlight(passage, letters)[0]) return
  }
  for (const letters of lines) highlight(passage, letters)
}
