import { element, icon } from './element.ts'
import { highlight } from './highlight.ts'
import { icons } from './icons.ts'
import type { Texts } from './locale.ts'
import { linkAttributes, toFragment } from './markdown.ts'
import { safeUrl } from './safe-url.ts'
import type { Citation, Source } from './stream-event.ts'

export interface SourceListDeps {
  texts: Texts
  id: string
  opened: (source: Source) => void
}

/** The passages that an answer cites, each to be opened in its place. */
export function createSourceList(sources: Source[], citations: Citation[], deps: SourceListDeps) {
  const { texts } = deps
  const rows = new Map(
    sources.map((source) => {
      const own = citations.filter(({ n }) => n === source.n)
      return [source.n, createRow(source, own, deps)]
    }),
  )
  const items = [...rows.values()].map(({ root }) => root)
  const label = element('p', { class: 'small', 'aria-hidden': 'true' }, texts.sources)
  const list = element('ol', {}, ...items)
  const root = element(
    'div',
    { role: 'group', 'aria-label': texts.sources, class: 'sources' },
    label,
    list,
  )
  let origin: HTMLElement | undefined

  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    const open = [...rows.values()].filter(({ isOpen }) => isOpen())
    if (open.length === 0) return
    event.stopPropagation()
    for (const row of open) row.toggle(false)
    origin?.focus()
  })

  return {
    root,
    /** Opens the passage of this number; Escape leads back to `from`. */
    open(n: number, from: HTMLElement) {
      origin = from
      rows.get(n)?.toggle(true)
      rows.get(n)?.button.focus()
    },
  }
}

function createRow(source: Source, citations: Citation[], { texts, id, opened }: SourceListDeps) {
  const isWeak = allWeak(citations)
  const passageId = `${id}-source-${source.n}`
  const passage = element('div', { id: passageId, class: 'passage', hidden: true })
  const button = element(
    'button',
    { type: 'button', 'aria-expanded': 'false', 'aria-controls': passageId, part: 'source' },
    element('span', { class: isWeak ? 'number weak' : 'number' }, String(source.n)),
    element('span', { class: 'place', dir: 'auto' }, ...place(source, texts)),
  )
  const root = element('li', {}, button, passage)
  const isOpen = () => !passage.hidden
  const toggle = (open: boolean) => {
    if (open && passage.childNodes.length === 0) fill(passage, source, citations, texts)
    passage.hidden = !open
    button.setAttribute('aria-expanded', String(open))
    if (!open) return
    opened(source)
    passage.querySelector('mark')?.scrollIntoView({ block: 'nearest' })
    root.scrollIntoView({ block: 'nearest' })
  }
  button.addEventListener('click', () => toggle(!isOpen()))
  return { root, button, isOpen, toggle }
}

/** Whether no citation of a passage was found to carry what the answer says. */
export const allWeak = (citations: Citation[]) =>
  citations.length > 0 && citations.every(({ status }) => status === 'weak')

function place({ chapter, section, source, is_primary }: Source, texts: Texts): Node[] {
  const name = chapter || (is_primary ? texts.selection : source)
  const title = element('b', {}, name)
  return section && section !== name ? [title, element('span', {}, section)] : [title]
}

function fill(passage: HTMLElement, source: Source, citations: Citation[], texts: Texts) {
  const options = { copyLabel: texts.copy }
  const name = texts.source(source.n)
  const text = element(
    'blockquote',
    { dir: 'auto', tabindex: '0', 'aria-label': name, role: 'group' },
    toFragment(source.text, options),
  )
  for (const { quote } of citations) {
    highlight(text, toFragment(quote, options).textContent ?? '')
  }
  passage.append(text)
  const notes = [
    source.source === 'unverified' ? texts.unverified : '',
    allWeak(citations) ? texts.weak : '',
  ]
  for (const note of notes) if (note) passage.append(element('p', { class: 'small' }, note))
  const url = safeUrl(source.url)
  if (url) passage.append(element('a', linkAttributes(url), texts.readOn, icon(icons.outward)))
}
