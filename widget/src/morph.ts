/**
 * Makes `parent`'s children after the first `kept` equal to `wanted`, keeping every node that can stay:
 * what a reader has selected or focused in a text that still grows stays selected and focused.
 */
export function morph(parent: Node, wanted: Node[], kept = 0) {
  wanted.forEach((node, index) => {
    const current = parent.childNodes[kept + index]
    if (!current) parent.appendChild(node)
    else if (current !== node && !became(current, node)) parent.replaceChild(node, current)
  })
  while (parent.childNodes.length > kept + wanted.length) parent.lastChild?.remove()
}

/** Whether a node could be made equal to another. */
function became(current: Node, wanted: Node): boolean {
  if (current instanceof Text && wanted instanceof Text) {
    const grown = wanted.data.startsWith(current.data) && wanted.data.slice(current.data.length)
    if (grown) current.appendData(grown)
    else if (current.data !== wanted.data) current.data = wanted.data
    return true
  }
  if (!(current instanceof Element && wanted instanceof Element)) return false
  if (tagOf(current) !== tagOf(wanted)) return false
  morph(current, [...wanted.childNodes])
  return true
}

/** What stands between the brackets of an element's tag. */
const tagOf = (element: Element) =>
  [
    element.localName,
    ...[...element.attributes].map(({ name, value }) => `${name}=${value}`),
  ].join()
