import { type Client, isAbort, Refusal } from './parts/client.ts'
import { element } from './parts/element.ts'
import { addressOf, type Place, placeAt } from './parts/place.ts'
import { abuse } from './sections/abuse.ts'
import { conversation } from './sections/conversation.ts'
import { conversations } from './sections/conversations.ts'
import { corrections } from './sections/corrections.ts'
import { costs } from './sections/costs.ts'
import { feedback } from './sections/feedback.ts'
import { gaps } from './sections/gaps.ts'
import { handOff } from './sections/hand-off.ts'
import { inbox } from './sections/inbox.ts'
import { overview } from './sections/overview.ts'
import { pins } from './sections/pins.ts'
import { readers } from './sections/readers.ts'
import { replay } from './sections/replay.ts'
import { settings } from './sections/settings.ts'
import { staff } from './sections/staff.ts'
import type { Surroundings } from './sections/surroundings.ts'
import { why } from './sections/why.ts'

const periodDays = [7, 30, 90]

/** The sections of the desk, each at an address of its own. */
const sections = [
  { path: '', name: 'Overview', heading: 'How the book answers' },
  { path: 'conversations', name: 'Conversations', heading: 'What people ask' },
  { path: 'inbox', name: 'Inbox', heading: 'Who waits for a person' },
  { path: 'feedback', name: 'Disliked', heading: 'What readers disliked' },
  { path: 'gaps', name: 'Gaps', heading: 'What the book lacks' },
  { path: 'why', name: 'Why?', heading: 'Why a passage was found' },
  { path: 'pins', name: 'Pins', heading: 'Answers of your own' },
  { path: 'corrections', name: 'Corrections', heading: 'Answers put right' },
  { path: 'settings', name: 'Settings', heading: 'How answers are made' },
  { path: 'costs', name: 'Costs', heading: 'What it costs' },
  { path: 'abuse', name: 'Abuse', heading: 'Who is turned away' },
  { path: 'readers', name: 'Readers', heading: 'What is held of a reader' },
  { path: 'staff', name: 'Staff', heading: 'Who may do what' },
]

export interface Exits {
  signOut: () => void
  /** Told of what the API refused. */
  fail: (error: unknown) => void
}

/** Shows the owner's numbers of one period, and changes to another. */
export function showDashboard(client: Client, { signOut, fail }: Exits) {
  let days = 30
  let shown = new AbortController()
  const status = element('p', { role: 'status', class: 'status' })
  const figures = element('div', { class: 'figures' })
  const tell = (text: string) => {
    status.textContent = text
  }

  const heading = element('h1', { tabindex: -1 })
  const nav = element('nav', { 'aria-label': 'Sections' })
  const choose = (chosen: number) => {
    days = chosen
    void load()
  }
  const periods = periodChoice(days, choose)
  const header = dashboardHeader([nav, heading], periods, { refresh: () => void load(), leave })
  document.body.replaceChildren(
    element('div', { class: 'page' }, header, status, element('main', {}, figures)),
  )
  addEventListener('hashchange', turnTo)
  turnTo()

  /** Shows another section; who hears the page is told its heading. */
  function turnTo() {
    const { section } = placeAt(location.hash)
    const known = sections.find(({ path }) => path === section) ?? sections[0]
    heading.textContent = known?.heading ?? ''
    document.title = `${known?.name} · Marginalia`
    nav.replaceChildren(...sections.map((one) => sectionLink(one, one === known)))
    figures.replaceChildren()
    heading.focus({ preventScroll: true })
    scrollTo(0, 0)
    void load()
  }

  function leave() {
    shown.abort()
    removeEventListener('hashchange', turnTo)
    signOut()
  }

  /** Reads and shows the figures; those that stood there before stay until the new ones are here. */
  async function load() {
    shown.abort()
    shown = new AbortController()
    const { signal } = shown
    tell('Loading …')
    figures.setAttribute('aria-busy', 'true')
    try {
      const place = placeAt(location.hash)
      const around = { client, signal, reload: () => void load(), tell, fail }
      const section = await sectionAt(place, days, around)
      if (signal.aborted) return
      show(section)
      tell(spanOf(place, days))
    } catch (error) {
      if (!(error instanceof Refusal)) return ignoreAbort(error)
      tell('')
      figures.replaceChildren(failure(error.message, () => void load()))
      fail(error)
    } finally {
      if (!signal.aborted) figures.removeAttribute('aria-busy')
    }
  }

  /** What had the focus has it again, where it is still there. */
  function show(section: HTMLElement[]) {
    const focused = document.activeElement?.id
    figures.replaceChildren(...section)
    if (document.activeElement !== document.body) return
    const same = focused && document.getElementById(focused)
    ;(same || heading).focus({ preventScroll: true })
  }
}

/** Which days a section is about. */
function spanOf({ section }: Place, days: number): string {
  if (section === 'costs') return 'This month, by UTC.'
  const isOfDays = ['', 'conversations', 'feedback', 'abuse'].includes(section)
  return isOfDays ? `The last ${days} days, by UTC.` : ''
}

/** What a section shows; an address that leads nowhere shows the overview. */
async function sectionAt(place: Place, days: number, around: Surroundings): Promise<HTMLElement[]> {
  switch (place.section) {
    case 'conversations':
      return [
        wide(
          place.id
            ? await conversation(place.id, around)
            : await conversations(place, days, around),
        ),
      ]
    case 'inbox':
      if (place.id) return (await handOff(place.id, around)).map(wide)
      return [wide(await inbox(place, around))]
    case 'feedback':
      return [wide(await feedback(place, days, around))]
    case 'costs':
      return await costs(around)
    case 'abuse':
      return await abuse(days, around)
    case 'gaps':
      return await gaps(place, around)
    case 'why':
      return await why(place, around)
    case 'replay':
      return [wide(await replay(place.id ?? '', around))]
    case 'pins':
      return await pins(place, around)
    case 'corrections':
      return await corrections(place, around)
    case 'settings':
      return await settings(around)
    case 'readers':
      return [wide(await readers(place, around))]
    case 'staff':
      return await staff(around)
    default:
      return await overview(days, around)
  }
}

const sectionLink = ({ path, name }: { path: string; name: string }, isHere: boolean) =>
  element('a', { href: addressOf(path), 'aria-current': isHere ? 'page' : undefined }, name)

function dashboardHeader(
  headings: HTMLElement[],
  periods: HTMLElement,
  { refresh, leave }: Record<'refresh' | 'leave', () => void>,
): HTMLElement {
  return element(
    'header',
    {},
    element('div', {}, element('p', { class: 'brand' }, 'Marginalia'), ...headings),
    element(
      'div',
      { class: 'controls' },
      periods,
      element('button', { type: 'button', onclick: refresh }, 'Refresh'),
      element('button', { type: 'button', onclick: leave }, 'Sign out'),
    ),
  )
}

const failure = (message: string, again: () => void) =>
  element(
    'div',
    { class: 'card wide', role: 'alert' },
    element('p', {}, message),
    element('button', { type: 'button', onclick: again }, 'Try again'),
  )

const wide = (content: HTMLElement) => element('div', { class: 'wide' }, content)

/** What is no longer wanted was broken off by ourselves. */
function ignoreAbort(error: unknown) {
  if (!isAbort(error)) throw error
}

function periodChoice(chosen: number, choose: (days: number) => void): HTMLElement {
  const choices = periodDays.map((days) => {
    const radio = element('input', {
      type: 'radio',
      name: 'period',
      value: days,
      checked: days === chosen,
      onchange: () => choose(days),
    })
    return element('label', {}, radio, element('span', {}, `${days} days`))
  })
  return element(
    'fieldset',
    { class: 'periods' },
    element('legend', { class: 'visually-hidden' }, 'Period'),
    ...choices,
  )
}
