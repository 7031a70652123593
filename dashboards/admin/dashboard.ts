import type { Me } from '../../lib/admin/staff.ts'
import { type Client, isAbort, Refusal } from './parts/client.ts'
import { element } from './parts/element.ts'
import { periodChoice } from './parts/period.ts'
import { addressOf, placeAt } from './parts/place.ts'
import { isFor, type Section, sectionAt, sectionsFor } from './sections.ts'

export interface Exits {
  signOut: () => void
  /** Told of what the API refused. */
  fail: (error: unknown) => void
}

/** Shows the section that the address names, and changes to another. */
export function showDashboard(client: Client, me: Me, { signOut, fail }: Exits) {
  let days = 30
  let shown = new AbortController()
  // What came of a deed; it stands there until something else is asked for.
  let told = ''
  const { status, figures, heading, nav, periods } = drawFrame(me, days, {
    choose: (chosen) => {
      days = chosen
      look()
    },
    look,
    leave,
  })
  const focus = keepFocus(figures, heading)
  addEventListener('hashchange', turnTo)
  turnTo()

  /** Shows another section; who hears the page is told its heading. */
  function turnTo() {
    const here = sectionAt(placeAt(location.hash))
    heading.textContent = here.heading
    document.title = `${here.name ?? here.heading} · Marginalia`
    periods.hidden = !here.isOfDays
    nav.replaceChildren(
      ...sectionsFor(me.role).map(({ path, name }) => sectionLink(path, name, path === here.path)),
    )
    figures.replaceChildren()
    focus.forget()
    heading.focus({ preventScroll: true })
    scrollTo(0, 0)
    look()
  }

  function look() {
    told = ''
    status.classList.remove('told')
    void load()
  }

  function leave() {
    shown.abort()
    removeEventListener('hashchange', turnTo)
    signOut()
  }

  function tell(text: string) {
    told = text
    status.classList.add('told')
    status.textContent = text
  }

  /** Reads and shows the figures; those that stood there before stay until the new ones are here. */
  async function load() {
    shown.abort()
    shown = new AbortController()
    const { signal } = shown
    const place = placeAt(location.hash)
    const section = sectionAt(place)
    status.textContent = told || 'Loading …'
    figures.setAttribute('aria-busy', 'true')
    try {
      const mayChange = me.role !== 'viewer'
      const around = { client, signal, mayChange, reload: () => void load(), tell, fail }
      const content = isFor(me.role, section)
        ? await section.show(place, days, around)
        : [notForYou(section, me)]
      if (signal.aborted) return
      figures.replaceChildren(...content)
      focus.giveBack()
      status.textContent = [told, spanOf(section, days)].filter(Boolean).join(' ')
    } catch (error) {
      if (!(error instanceof Refusal)) return ignoreAbort(error)
      status.textContent = told
      figures.replaceChildren(failure(error.message, look))
      fail(error)
    } finally {
      if (!signal.aborted) figures.removeAttribute('aria-busy')
    }
  }
}

/** The page around a section: who is here, the navigation, the period, and what came of a deed. */
function drawFrame(
  me: Me,
  days: number,
  { choose, look, leave }: { choose: (days: number) => void; look: () => void; leave: () => void },
) {
  const status = element('p', { role: 'status', class: 'status' })
  const figures = element('div', { class: 'figures' })
  const heading = element('h1', { tabindex: -1 })
  const nav = element('nav', { 'aria-label': 'Sections' })
  const periods = periodChoice(days, choose)
  const controls = element(
    'div',
    { class: 'controls' },
    periods,
    element('button', { type: 'button', onclick: look }, 'Refresh'),
    element('button', { type: 'button', onclick: leave }, 'Sign out'),
  )
  const top = element('div', { class: 'top' }, brand(me), nav)
  const header = element('header', {}, top, heading, controls)
  document.body.replaceChildren(
    element('div', { class: 'page' }, header, status, element('main', {}, figures)),
  )
  return { status, figures, heading, nav, periods }
}

/** What had the focus has it again once its section has been read again, where it is still there. */
function keepFocus(figures: HTMLElement, heading: HTMLElement) {
  let held: Element | undefined
  figures.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) held = target
  })
  return {
    forget() {
      held = undefined
    },
    giveBack() {
      if (document.activeElement !== document.body) return
      const same = held && likeIn(figures, held)
      ;(same ?? heading).focus({ preventScroll: true })
    },
  }
}

/** What stands in a section, read again, for what stood there before. */
function likeIn(figures: HTMLElement, before: Element): HTMLElement | undefined {
  const nameOf = (one: Element) =>
    one.id || one.getAttribute('aria-label') || one.getAttribute('name') || one.textContent
  return [...figures.querySelectorAll<HTMLElement>(before.tagName)].find(
    (one) => nameOf(one) === nameOf(before),
  )
}

/** Which days a section is about. */
const spanOf = ({ isOfDays, span = '' }: Section, days: number) =>
  isOfDays ? `The last ${days} days, by UTC.` : span

const brand = ({ name, role }: Me) =>
  element(
    'p',
    { class: 'brand' },
    'Marginalia',
    element('small', {}, ' · ', element('bdi', {}, [name, role].filter(Boolean).join(', '))),
  )

const sectionLink = (path: string, name: string, isHere: boolean) =>
  element('a', { href: addressOf(path), 'aria-current': isHere ? 'page' : undefined }, name)

const failure = (message: string, again: () => void) =>
  element(
    'div',
    { class: 'card wide', role: 'alert' },
    element('p', {}, message),
    element('button', { type: 'button', onclick: again }, 'Try again'),
  )

/** What somebody meets who follows a link to a section that their role does not open. */
const notForYou = ({ heading, least }: Section, { role }: Me) =>
  element(
    'div',
    { class: 'card wide' },
    element(
      'p',
      {},
      `“${heading}” is for ${least === 'owner' ? 'owners' : 'editors and owners'}, and your token is that of ${role === 'editor' ? 'an editor' : 'a viewer'}. An owner can create a token of another role under Staff.`,
    ),
    element('a', { href: addressOf('') }, 'Back to the overview'),
  )

/** What is no longer wanted was broken off by ourselves. */
function ignoreAbort(error: unknown) {
  if (!isAbort(error)) throw error
}
