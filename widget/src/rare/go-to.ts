/**
 * Goes to a page or a place of this very site, through the site's router where it has one. `isUnderWay`
 * says that the page has sent its router there by itself.
 */
export function goTo(href: string, isUnderWay: boolean) {
  const url = new URL(href)
  const isHere = url.pathname === location.pathname && url.search === location.search
  const twin = isHere ? undefined : twinOf(url)
  if (isUnderWay || (twin && isRouted(twin)) || isRoutedThroughPage(href)) landOn(href)
  else location.assign(href)
}

/** As soon as the page that a router has been sent to is there, shows the very words that are meant. */
function landOn(href: string) {
  const url = new URL(href)
  if (!url.hash) return
  const first = Date.now()
  let rest: ReturnType<typeof setTimeout> | undefined
  const observer = new MutationObserver(look)
  const end = setTimeout(stop, longestMs)
  observer.observe(document, { childList: true, subtree: true })
  look()

  // A router scrolls by itself, and goes on drawing, after the place is there.
  function look() {
    if (plain(location.pathname) !== plain(url.pathname) || !findTarget(url.hash)) return
    clearTimeout(rest)
    rest = setTimeout(arrive, Date.now() - first < longestMs / 2 ? restMs : 0)
  }

  function arrive() {
    stop()
    addEventListener('popstate', keepFromRouter, { capture: true })
    location.replace(new URL(url.hash, location.href))
    setTimeout(() => removeEventListener('popstate', keepFromRouter, { capture: true }), restMs)
  }

  function stop() {
    observer.disconnect()
    clearTimeout(end)
    clearTimeout(rest)
  }
}

const restMs = 150
const longestMs = 5000

/** The page stays the same: a router that hears of it would scroll back to the heading. */
const keepFromRouter = (event: Event) => event.stopImmediatePropagation()

/** A link of the page itself that leads to the same page: a router of components listens to these alone. */
function twinOf({ pathname, search, hash }: URL): HTMLAnchorElement | undefined {
  const twins = [...document.links].filter(
    (link): link is HTMLAnchorElement =>
      link instanceof HTMLAnchorElement &&
      link.origin === location.origin &&
      plain(link.pathname) === plain(pathname) &&
      link.search === search &&
      link.target === '' &&
      !link.hasAttribute('download'),
  )
  return (
    twins.find((link) => link.hash === hash.split(':~:')[0]) ??
    twins.find((link) => link.hash === '')
  )
}

const plain = (path: string) => path.replace(/(?:\/index)?(?:\.html)?\/?$/, '')

/** Clicks a link, and says whether a router took it up; if none did, nothing has happened. */
function isRouted(link: HTMLAnchorElement): boolean {
  let isTaken = false
  const look = (event: Event) => {
    isTaken = event.defaultPrevented
    event.preventDefault()
  }
  // Some routers, as Turbo, put their listener behind all others while the click is on its way down.
  const lookLast = () => window.addEventListener('click', look, { once: true })
  window.addEventListener('click', lookLast, { capture: true, once: true })
  link.click()
  window.removeEventListener('click', look)
  window.removeEventListener('click', lookLast, { capture: true })
  return isTaken
}

/** The same for a link that stands in the page for a moment, so that a router that listens there hears it. */
function isRoutedThroughPage(href: string): boolean {
  const link = document.createElement('a')
  link.href = href.split(':~:')[0] ?? href
  link.hidden = true
  document.body.append(link)
  const isTaken = isRouted(link)
  link.remove()
  return isTaken
}

function findTarget(hash: string): Element | null {
  const id = hash.slice(1).split(':~:')[0]
  if (!id) return document.body
  try {
    return document.getElementById(decodeURIComponent(id))
  } catch {
    return document.getElementById(id)
  }
}
