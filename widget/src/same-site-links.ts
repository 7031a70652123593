import { isFullScreen } from './full-screen.ts'

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
    if (!tell(link.href)) return
    const twin = isSamePage ? undefined : twinOf(link)
    if (twin) return goThrough(twin, link.hash)
    clickOnPage(link.href)
  })
}

/** A link of the page itself that leads to the same page: a router of components listens to these alone. */
function twinOf({ pathname, search, hash }: HTMLAnchorElement): HTMLAnchorElement | undefined {
  const twins = [...document.links].filter(
    (link): link is HTMLAnchorElement =>
      link instanceof HTMLAnchorElement &&
      link.origin === location.origin &&
      plain(link.pathname) === plain(pathname) &&
      link.search === search &&
      link.target === '' &&
      !link.hasAttribute('download'),
  )
  return twins.find((link) => link.hash === hash) ?? twins.find((link) => link.hash === '')
}

const plain = (path: string) => path.replace(/(?:\/index)?(?:\.html)?\/?$/, '')

const longestMs = 5000

/** Follows a link of the page, and goes to the place on it as soon as it is there. */
function goThrough(twin: HTMLAnchorElement, hash: string) {
  const from = location.href
  twin.click()
  if (twin.hash === hash) return
  const isThere = () => location.href !== from && findTarget(hash)
  const observer = new MutationObserver(arrive)
  const end = setTimeout(() => observer.disconnect(), longestMs)
  observer.observe(document, { childList: true, subtree: true })
  arrive()

  function arrive() {
    if (!isThere()) return
    observer.disconnect()
    clearTimeout(end)
    clickOnPage(hash)
  }
}

function findTarget(hash: string): Element | null {
  const id = hash.slice(1).split(':~:')[0] ?? ''
  try {
    return document.getElementById(decodeURIComponent(id))
  } catch {
    return document.getElementById(id)
  }
}

/** Clicks a link that stands in the page for a moment, so that a router that listens there hears it. */
function clickOnPage(href: string) {
  const link = document.createElement('a')
  link.href = href
  link.hidden = true
  document.body.append(link)
  link.click()
  link.remove()
}
