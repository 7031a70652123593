import { codeBlock } from './code-block.ts'
import { element } from './element.ts'
import type { Inline } from './inline.ts'
import { type Block, readBlocks } from './read-blocks.ts'
import { readInline } from './read-inline.ts'
import { safeUrl } from './safe-url.ts'

/*
 * Nothing is parsed as HTML here, neither Markdown's output nor the HTML that stands in it: what
 * was read becomes nodes of this file's few kinds, and their words are text. So there is nothing to
 * sanitise, and a strict content security policy and Trusted Types have nothing to object to.
 *
 * The reader is our own because of its size: marked's lexer alone takes 12 of the 30 KiB that the
 * whole widget may take, and a sanitiser 12 more. A test holds it against marked.
 */

export interface MarkdownOptions {
  copyLabel: string
  /** The button that stands for a mark such as `[1]`; without it, a mark is text. */
  mark?: (n: number) => Node | undefined
}

const longest = 60_000

/** A text that is no longer than anybody reads. */
export const bounded = (markdown: string) => markdown.slice(0, longest)

/** Markdown as a piece of a page. */
export function toFragment(markdown: string, options: MarkdownOptions): DocumentFragment {
  const fragment = document.createDocumentFragment()
  fragment.append(...readBlocks(bounded(markdown)).map((block) => toNode(block, options)))
  return fragment
}

/** One block as a node. */
export function toNode(block: Block, options: MarkdownOptions): Node {
  const words = (text: string) => toWords(readInline(text), options)
  const inner = (blocks: Block[]) => blocks.map((each) => toNode(each, options))
  switch (block.kind) {
    case 'paragraph':
      return element('p', {}, ...words(block.text))
    case 'heading':
      // Below the question, which is a heading of the third level, whatever the answer says.
      return element('h4', {}, ...words(block.text))
    case 'rule':
      return element('hr')
    case 'code':
      return codeBlock(block.text, block.language, options.copyLabel)
    case 'aside':
      return element(
        'div',
        { class: 'aside', 'data-kind': block.name },
        element('p', { class: 'label' }, ...words(block.title)),
        ...inner(block.blocks),
      )
    case 'footnote':
      return element(
        'p',
        { class: 'small' },
        element('sup', {}, block.name),
        ' ',
        ...words(block.text),
      )
    case 'quote':
      return element('blockquote', {}, ...inner(block.blocks))
    case 'list': {
      const items = block.items.map((item) => listItem(item, inner))
      if (block.start === undefined) return element('ul', {}, ...items)
      return element('ol', { start: String(block.start) }, ...items)
    }
    case 'table': {
      const rows = block.rows.map((cells, index) => {
        const tag = index === 0 ? 'th' : 'td'
        return element('tr', {}, ...cells.map((cell) => element(tag, {}, ...words(cell))))
      })
      return element('div', { class: 'table', tabindex: '0' }, element('table', {}, ...rows))
    }
  }
}

const task = /^\[([ xX])\] /

/** An item of a list; one to be done begins with a box, as in a list of tasks. */
function listItem(blocks: Block[], inner: (blocks: Block[]) => Node[]): Node {
  const [first, ...rest] = blocks
  const box = first?.kind === 'paragraph' ? task.exec(first.text) : null
  if (first?.kind !== 'paragraph' || !box) return element('li', {}, ...inner(blocks))
  const done = box[1] !== ' '
  const text = `${done ? '☑' : '☐'} ${first.text.slice(box[0].length)}`
  return element('li', { class: 'task' }, ...inner([{ ...first, text }, ...rest]))
}

/**
 * Words as nodes. Before a mark there is no blank, so that all marks stand at one distance, and no
 * line ends there.
 */
const toWords = (parts: Inline[], options: MarkdownOptions): (Node | string)[] =>
  parts.flatMap((part, index) => {
    if (typeof part !== 'string') return toPart(part, options)
    const next = parts[index + 1]
    const isBeforeMark = options.mark && typeof next === 'object' && next.kind === 'mark'
    return isBeforeMark ? `${part.trimEnd()}\u2060` : part
  })

function toPart(part: Exclude<Inline, string>, options: MarkdownOptions): (Node | string)[] {
  switch (part.kind) {
    case 'em':
    case 'strong':
    case 'del':
    case 'kbd':
    case 'sub':
    case 'sup':
      return [element(part.kind, {}, ...toWords(part.inside, options))]
    case 'code':
      return [element('code', {}, part.text)]
    case 'break':
      return [element('br')]
    case 'mark':
      return [options.mark?.(part.n) ?? `[${part.n}]`]
    case 'link':
    case 'image':
      return link(part.url, toWords(unlinked(part.inside), options))
  }
}

/** Words without links of their own: a link stands in no other. */
const unlinked = (parts: Inline[]): Inline[] =>
  parts.flatMap((part) =>
    typeof part === 'object' && (part.kind === 'link' || part.kind === 'image')
      ? unlinked(part.inside)
      : part,
  )

/** An image is a link too: nothing is loaded from where an answer points. */
function link(address: string, label: (Node | string)[]): (Node | string)[] {
  const url = safeUrl(address)
  if (!url) return label
  return [element('a', linkAttributes(url), ...(label.length > 0 ? label : [url.href]))]
}

/** A page of this very site opens here, where the conversation goes on; any other in a new tab. */
export function linkAttributes(url: URL) {
  const isElsewhere = url.origin !== location.origin
  const target = isElsewhere ? '_blank' : undefined
  return { href: url.href, rel: 'noopener noreferrer nofollow', target }
}
