import type { Nodes, Paragraph } from 'mdast'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

/** The whole sentences of a paragraph of `text`; code, links and addresses are never cut. */
export function sentencesOf(paragraph: Paragraph, text: string): string[] {
  const start = paragraph.position?.start.offset ?? 0
  const end = paragraph.position?.end.offset ?? 0
  const hidden = unbreakable(paragraph).map(([from, to]) => [from - start, to - start] as const)
  return splitAround(text.slice(start, end), hidden)
    .map((sentence) =>
      withoutRelativeLinks(sentence)
        .replace(/\s*\n\s*(?:>\s*)*/g, ' ')
        .trim(),
    )
    .filter((sentence) => /\p{L}/u.test(sentence))
}

type Span = readonly [from: number, to: number]

/** Where a sentence cannot end, whatever stands there. */
function unbreakable(node: Nodes): Span[] {
  if (['inlineCode', 'link', 'image', 'html', 'linkReference'].includes(node.type)) {
    return [[node.position?.start.offset ?? 0, node.position?.end.offset ?? 0]]
  }
  return 'children' in node ? node.children.flatMap(unbreakable) : []
}

// What must not be cut is one word to the segmenter, which also cuts where no space follows.
function splitAround(text: string, hidden: Span[]): string[] {
  let plain = text
  for (const [from, to] of hidden)
    plain = plain.slice(0, from) + 'X'.repeat(to - from) + plain.slice(to)
  const sentences: string[] = []
  let from = 0
  for (const { index, segment } of segmenter.segment(plain)) {
    const to = index + segment.length
    if (to < plain.length && (!isEnd(segment) || /^\p{Ll}/u.test(plain.slice(to)))) continue
    sentences.push(text.slice(from, to))
    from = to
  }
  if (from < text.length) sentences.push(text.slice(from))
  return sentences
}

const isEnd = (segment: string) =>
  /[.!?…:。！？]["'”’»)\]*_]*\s*$/.test(segment) &&
  (/\s$/.test(segment) || /[。！？]["'”’»)\]]*$/.test(segment)) &&
  !/(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|Fig|No|Dr|Mr|Ms|Mrs|St)\.|\b\p{Lu}\.)\s*$/u.test(segment)

/** A link to another page of the repository leads nowhere from an answer: its words stay. */
export const withoutRelativeLinks = (text: string) =>
  text.replace(/!?\[([^\][]*)\]\((?!https?:)[^()\s]*\)/g, '$1')
