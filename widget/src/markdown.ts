import { Lexer, type Token, Tokenizer, type Tokens } from 'marked'
import { element } from './element.ts'
import { decodeEntities } from './entities.ts'
import { safeUrl } from './safe-url.ts'

export interface MarkdownOptions {
  copyLabel: string
  /** The button that stands for a mark such as `[1]`; without it, a mark is text. */
  mark?: (n: number) => Node | undefined
}

/** A block of Markdown, and the nodes it became. */
export interface Block {
  raw: string
  nodes: Node[]
}

/*
 * No string is ever parsed as HTML here, neither Markdown's output nor the HTML that stands in it:
 * marked's lexer reads tokens, and each token of this list becomes a node whose words are text. So
 * there is nothing to sanitise, a strict content security policy and Trusted Types have nothing to
 * object to, and the 12 KiB of a sanitiser are saved. What is not on the list is shown as text.
 */
class OnlyText extends Tokenizer {
  // Raw HTML is no token: it stays the text it is.
  override html = () => undefined
  override tag = () => undefined
  // Without definitions `[1]` is always a mark, and never a link somewhere.
  override def = () => undefined
}

const tokenizer = new OnlyText()
const deepest = 24
const longest = 60_000

/** Markdown as blocks of nodes; blocks that are in `known` at the same place are taken from there. */
export function toBlocks(markdown: string, options: MarkdownOptions, known: Block[] = []): Block[] {
  let isKnown = true
  return lex(markdown).map((token, index) => {
    const before = known[index]
    isKnown &&= before?.raw === token.raw
    return isKnown && before ? before : { raw: token.raw, nodes: toNodes([token], options, 0) }
  })
}

/** Markdown as a piece of a page. */
export function toFragment(markdown: string, options: MarkdownOptions): DocumentFragment {
  const fragment = document.createDocumentFragment()
  fragment.append(...toBlocks(markdown, options).flatMap(({ nodes }) => nodes))
  return fragment
}

function lex(markdown: string): Token[] {
  const text = markdown.slice(0, longest)
  try {
    // A Lexer of its own for each text: it takes a tokenizer's state with it.
    return new Lexer({ gfm: true, tokenizer }).lex(text)
  } catch {
    // Quotes in quotes beyond the stack's depth: words are words.
    return [{ type: 'paragraph', raw: text, text, tokens: [{ type: 'escape', raw: text, text }] }]
  }
}

function toNodes(tokens: Token[], options: MarkdownOptions, depth: number): Node[] {
  return tokens.flatMap((token) => {
    if (depth > deepest) return document.createTextNode(token.raw)
    return toNode(token, (inner) => toNodes(inner ?? [], options, depth + 1), options)
  })
}

type Inner = (tokens: Token[] | undefined) => Node[]

function toNode(token: Token, inner: Inner, options: MarkdownOptions): Node | Node[] {
  switch (token.type) {
    case 'space':
    case 'checkbox':
      return []
    case 'paragraph':
    case 'blockquote':
    case 'strong':
    case 'em':
    case 'del':
      return element(tagOf[token.type], {}, ...inner(token.tokens))
    case 'heading':
      // Below the question, which is a heading of the third level, whatever the answer says.
      return element('h4', {}, ...inner(token.tokens))
    case 'hr':
    case 'br':
      return element(token.type)
    case 'code':
      return codeBlock(String(token.text), options)
    case 'codespan':
      return element('code', {}, String(token.text))
    case 'escape':
      return document.createTextNode(String(token.text))
    case 'list':
      return listOf(token as Tokens.List, inner)
    case 'table':
      return tableOf(token as Tokens.Table, inner)
    case 'link':
    case 'image':
      return link(token as Tokens.Link | Tokens.Image, inner)
    case 'text':
      return token.tokens ? inner(token.tokens) : words(String(token.text), options)
    default:
      return document.createTextNode(token.raw)
  }
}

const tagOf = {
  paragraph: 'p',
  blockquote: 'blockquote',
  strong: 'strong',
  em: 'em',
  del: 'del',
} as const

function codeBlock(text: string, { copyLabel }: MarkdownOptions): Node {
  const copy = element('button', { type: 'button', class: 'copy', 'data-copy': true }, copyLabel)
  const code = element('pre', { tabindex: '0', dir: 'ltr' }, element('code', {}, text))
  return element('div', { class: 'code' }, code, copy)
}

function listOf({ ordered, start, items }: Tokens.List, inner: Inner): Node {
  const children = items.map((item) => {
    const box = item.task ? [`${item.checked ? '☑' : '☐'} `] : []
    return element('li', {}, ...box, ...inner(item.tokens))
  })
  if (!ordered) return element('ul', {}, ...children)
  return element('ol', { start: start === 1 ? undefined : String(start) }, ...children)
}

function tableOf({ header, rows }: Tokens.Table, inner: Inner): Node {
  const row = (tag: 'th' | 'td', cells: Tokens.TableCell[]) =>
    element('tr', {}, ...cells.map(({ tokens }) => element(tag, {}, ...inner(tokens))))
  const head = element('thead', {}, row('th', header))
  const body = element('tbody', {}, ...rows.map((cells) => row('td', cells)))
  return element('div', { class: 'table', tabindex: '0' }, element('table', {}, head, body))
}

/** A link with a safe address; an image too, for nothing is loaded from where an answer points. */
function link(token: Tokens.Link | Tokens.Image, inner: Inner): Node | Node[] {
  const label = token.type === 'link' ? inner(token.tokens) : [token.text || token.href]
  const url = safeUrl(decodeEntities(token.href))
  if (!url) return element('span', {}, ...label)
  return element('a', linkAttributes(url), ...label)
}

/** A page of this very site opens here, where the conversation goes on; any other in a new tab. */
export function linkAttributes(url: URL) {
  const isElsewhere = url.origin !== location.origin
  const target = isElsewhere ? '_blank' : undefined
  return { href: url.href, rel: 'noopener noreferrer nofollow', target }
}

function words(text: string, { mark }: MarkdownOptions): Node[] {
  return text.split(/(\[\d{1,3}\])/).flatMap((piece, index) => {
    if (piece === '') return []
    const node = index % 2 === 1 ? mark?.(Number(piece.slice(1, -1))) : undefined
    return node ?? document.createTextNode(decodeEntities(piece))
  })
}
