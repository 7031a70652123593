/** Goes to a page or a place of this very site, through the site's router where it has one. */
export function goTo(href: string) {
  const url = new URL(href)
  const isSamePage = url.pathname === location.pathname && url.search === location.search
  const twin = isSamePage ? undefined : twinOf(url)
  if (!twin || !goThrough(twin, url.hash)) clickOnPage(href)
}

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
  return twins.find((link) => link.hash === hash) ?? twins.find((link) => link.hash === '')
}

const plain = (path: string) => path.replace(/(?:\/index)?(?:\.html)?\/?$/, '')

const longestMs = 5000

/**
 * Follows a link of the page, and goes to the place on it as soon as it is there; false where no
 * router has taken the link up.
 */
function goThrough(twin: HTMLAnchorElement, hash: string): boolean {
  const from = location.href
  if (!isRouted(twin)) return false
  if (twin.hash !== hash) goWhenThere(from, hash)
  return true
}

/** Clicks a link, and says whether the page did anything of its own with that. */
function isRouted(link: HTMLAnchorElement): boolean {
  let isTaken = false
  const look = (event: Event) => {
    isTaken = event.defaultPrevented
    event.preventDefault()
  }
  window.addEventListener('click', look)
  link.click()
  window.removeEventListener('click', look)
  return isTaken
}

function goWhenThere(from: string, hash: string) {
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
