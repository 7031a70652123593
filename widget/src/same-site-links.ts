import { isFullScreen } from './full-screen.ts'
import { loadRare } from './rare.ts'

export interface SameSiteDeps {
  panel: HTMLElement
  /** The page is left: the widget is to be open on the next. */
  leave: () => void
  close: () => void
  /** Offers the address to the page; false when the page has gone there by itself. */
  tell: (url: string) => boolean
}

/**
 * Lets a reader follow a link to a page of this very site and keep the conversation: through the
 * site's own router where it has one, else the widget opens again there. Where the panel covers the
 * whole screen it closes, for the page is what was wanted.
 */
export function followSameSiteLinks({ panel, leave, close, tell }: SameSiteDeps) {
  panel.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link?.target !== '' || link.protocol === 'mailto:') return
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const isSamePage = link.pathname === location.pathname && link.search === location.search
    if (isFullScreen()) close()
    else if (!isSamePage) leave()
    event.preventDefault()
    goOnSite(panel, link.href, tell)
  })
}

/** Goes to an address of this site; the page is told first, and may send its own router there. */
export function goOnSite(near: Node, href: string, tell: SameSiteDeps['tell']) {
  const isUnderWay = !tell(href)
  void loadRare(near).then((rare) => {
    if (rare) rare.goTo(href, isUnderWay)
    else if (!isUnderWay) location.assign(href)
  })
}
