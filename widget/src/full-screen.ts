/** Whether an open panel takes the whole screen, as the style sheet has it. */
export const isFullScreen = () => matchMedia('(max-width: 520px)').matches

const reachable = 'button:not(:disabled), a[href], textarea, input, [tabindex="0"]'

/**
 * Makes the most of a panel that takes the whole screen: it ends where the keyboard of the screen
 * begins, and Tab stays in it, for what is behind it cannot be seen.
 */
export function manageFullScreen(panel: HTMLElement, root: ShadowRoot, signal: AbortSignal) {
  const view = window.visualViewport
  const fit = () => {
    const isCovered = view && isFullScreen() && view.height < innerHeight - 1
    panel.style.height = isCovered ? `${view.height}px` : ''
    panel.style.top = isCovered ? `${view.offsetTop}px` : ''
    panel.style.bottom = isCovered ? 'auto' : ''
  }
  view?.addEventListener('resize', fit, { signal })
  view?.addEventListener('scroll', fit, { signal })

  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Tab' || !isFullScreen()) return
    const stops = [...panel.querySelectorAll<HTMLElement>(reachable)].filter((stop) =>
      stop.checkVisibility({ visibilityProperty: true }),
    )
    const [end, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]]
    if (root.activeElement !== end) return
    event.preventDefault()
    other?.focus()
  })
}
