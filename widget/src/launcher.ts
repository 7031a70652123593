import { element, icon } from './element.ts'
import { icons } from './icons.ts'

/** The button that opens the panel. */
export function createLauncher(label: string, open: (event: MouseEvent) => void): HTMLElement {
  return element(
    'button',
    {
      type: 'button',
      part: 'launcher',
      class: 'launcher',
      'aria-haspopup': 'dialog',
      'aria-label': label,
      // A button that takes the focus may take the page's selection with it.
      pointerdown: (event) => event.preventDefault(),
      click: (event) => {
        if (event instanceof MouseEvent) open(event)
      },
    },
    icon(icons.margin),
    element('span', {}, label),
  )
}

const sameMs = 600
const samePx = 40

/**
 * Takes no notice of the second click of two that a reader made where the launcher was: it was meant
 * for the launcher, not for what has come to stand under the pointer.
 */
export function ignoreDoubleClick(panel: HTMLElement, openedBy: () => MouseEvent | undefined) {
  const listener = (event: MouseEvent) => {
    const opened = openedBy()
    if (!opened || event.detail === 0 || event.timeStamp - opened.timeStamp > sameMs) return
    const { clientX, clientY } = event
    if (Math.hypot(clientX - opened.clientX, clientY - opened.clientY) > samePx) return
    event.stopPropagation()
    event.preventDefault()
  }
  panel.addEventListener('click', listener, { capture: true })
}
