interface Place {
  node: Text
  offset: number
}

const isLetter = (character: string) => /[\p{L}\p{N}]/u.test(character)

/** The letters and digits of what is shown, without case: as `highlight` looks for them. */
export const lettersIn = (root: Node): string => lettersOf(root).letters

/**
 * Marks the words in `root` whose letters are these. Only letters and digits are compared, since
 * either may have been wrapped or laid out differently. Gives the marks, first to last.
 */
export function highlight(root: Node, wanted: string): HTMLElement[] {
  const { letters, places } = lettersOf(root)
  const at = wanted === '' ? -1 : letters.indexOf(wanted)
  const first = places[at]
  const last = places[at + wanted.length - 1]
  if (!first || !last) return []
  return textNodes(root)
    .filter((node) => isWithin(node, first.node, last.node))
    .map((node) => {
      const from = node === first.node ? first.offset : 0
      const to = node === last.node ? last.offset + 1 : node.length
      return wrap(node, from, to)
    })
}

function lettersOf(root: Node) {
  let letters = ''
  const places: Place[] = []
  for (const node of textNodes(root)) {
    for (let offset = 0; offset < node.length; offset += 1) {
      const letter = node.data.charAt(offset).toLowerCase()
      // A capital that becomes two letters would shift every place behind it.
      if (letter.length !== 1 || !isLetter(letter)) continue
      letters += letter
      places.push({ node, offset })
    }
  }
  return { letters, places }
}

function textNodes(root: Node): Text[] {
  const nodes: Text[] = []
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text && !node.parentElement?.closest('button, .language')) nodes.push(node)
  }
  return nodes
}

function isWithin(node: Text, first: Text, last: Text): boolean {
  const isAfter = node === first || first.compareDocumentPosition(node) & 4
  return Boolean(isAfter && (node === last || last.compareDocumentPosition(node) & 2))
}

function wrap(node: Text, from: number, to: number): HTMLElement {
  const quoted = node.splitText(from)
  quoted.splitText(to - from)
  const mark = document.createElement('mark')
  quoted.replaceWith(mark)
  mark.append(quoted)
  return mark
}
