import { element } from './element.ts'
import { pagePlace, toSelectedText } from './page-place.ts'
import type { Asked } from './turn.ts'

export type Selected = Pick<Asked, 'selectedText' | 'page'>

export interface SelectionOfferDeps {
  root: Node
  label: string
  area: string
  ask: (selected: Selected) => void
  signal: AbortSignal
}

const gap = 8
const height = 40

/** Offers to ask about what a reader selects in an area of the page. */
export function offerSelection({ root, label, area, ask, signal }: SelectionOfferDeps) {
  let button: HTMLButtonElement | undefined

  function show(range: Range) {
    button ??= element('button', {
      type: 'button',
      class: 'offer',
      // The selection is lost to a button that takes the focus.
      pointerdown: (event) => event.preventDefault(),
      click: () => {
        const selected = readSelection(area)
        hide()
        if (selected) ask(selected)
      },
    })
    button.textContent = label
    if (!button.isConnected) root.appendChild(button)
    const box = range.getBoundingClientRect()
    const top = Math.min(Math.max(box.bottom + gap, gap), innerHeight - height - gap)
    const left = Math.min(Math.max(box.left, gap), innerWidth - button.offsetWidth - gap)
    button.style.top = `${top}px`
    button.style.left = `${left}px`
  }

  const hide = () => button?.remove()

  const look = () => {
    const range = selectedRange(area)
    if (range) show(range)
    else hide()
  }
  const listen = (target: EventTarget, type: string, act: () => void) =>
    target.addEventListener(type, act, { signal, passive: true })
  listen(document, 'pointerup', () => setTimeout(look))
  listen(document, 'keyup', look)
  listen(document, 'selectionchange', () => {
    if (getSelection()?.isCollapsed) hide()
  })
  listen(window, 'scroll', hide)
}

/** What is selected in an area of the page, if anything. */
export function readSelection(area: string): Selected | undefined {
  const range = selectedRange(area)
  if (!range) return undefined
  return { selectedText: toSelectedText(range.toString()), page: pagePlace(range) }
}

/** The part of the selection that is in the area it begins in. */
function selectedRange(area: string): Range | undefined {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined
  const range = selection.getRangeAt(0).cloneRange()
  const from = elementOf(range.startContainer)
  const within = from?.closest(area)
  if (!within || from?.closest('marginalia-chat, [contenteditable]')) return undefined
  // Three clicks select up to the start of the next paragraph, which may be outside.
  if (!within.contains(range.endContainer)) range.setEnd(within, within.childNodes.length)
  return toSelectedText(range.toString()) === '' ? undefined : range
}

const elementOf = (node: Node) => (node instanceof Element ? node : node.parentElement)
