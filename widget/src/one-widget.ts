/*
 * One suite has one widget on a page, however often its script runs: tag and element, the tag twice,
 * a tag that a router has cloned. What a script has put on the page bears an attribute, so that its
 * copies are known for copies; an element that the owner has written goes before it.
 */
const mark = 'embedded'

/** Marks a widget as put on the page by a script. */
export const markEmbedded = (widget: Element) => widget.setAttribute(mark, '')

export const isEmbedded = (widget: Element) => widget.hasAttribute(mark)

/** The widgets by endpoint that scripts have put on the page, also while the page is being swapped. */
const embedded = new Map<string, Element>()

/** Whether a widget is the one for its endpoint. The owner's own element takes the place of a script's. */
export function claimPlace(widget: Element, endpoint: string): boolean {
  const holder = embedded.get(endpoint)
  if (!isEmbedded(widget)) {
    embedded.delete(endpoint)
    holder?.remove()
    return true
  }
  if (holder && holder !== widget) return false
  embedded.set(endpoint, widget)
  return true
}

/** Whether a widget that was taken off the page is to be put back: not when it was taken off alone. */
export function outlivesPage(widget: Element, endpoint: string, home: Node | undefined): boolean {
  if (embedded.get(endpoint) !== widget) return false
  const beside = siblings.get(widget) ?? []
  const isEmptied = beside.length > 0 && beside.every((node) => !node.isConnected)
  const isSwapped = home !== document.body || isEmptied
  if (!isSwapped) embedded.delete(endpoint)
  return isSwapped
}

const siblings = new WeakMap<Element, Element[]>()

/** Remembers what stands beside a widget, by which a swap of the whole page is told from its removal. */
export function rememberSiblings(widget: Element) {
  const beside = [...(widget.parentElement?.children ?? [])]
  siblings.set(
    widget,
    beside.filter((node) => node !== widget && node.localName !== 'script'),
  )
}
