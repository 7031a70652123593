import { element } from '../element.ts'
import type { Texts } from '../locale.ts'
import type { HeldSession } from '../session.ts'
import { rareTexts } from './rare-english.ts'
import { readMessages } from './told-turns.ts'

export interface FollowCorrectionsDeps {
  /** The panel, in which every answered turn names its query. */
  root: HTMLElement
  /** The URL of the sessions, and the one that the panel shows. */
  url: string
  held: () => HeldSession | undefined
  texts: Texts
  say: (words: string) => void
}

// Corrections come minutes or days after the answer: each wait is twice the last, eight hours in all.
const firstRestMs = 60_000
const mostLooks = 10
// Whoever opens and closes the panel again and again asks no more often than this.
const leastRestMs = 5000

const followers = new WeakMap<HTMLElement, () => void>()

/** Shows below an answer what a person has corrected of it: now, when the panel is seen again, and meanwhile. */
export function followCorrections(deps: FollowCorrectionsDeps): void {
  const { root } = deps
  const known = followers.get(root)
  if (known) {
    known()
    return
  }
  let rest: ReturnType<typeof setTimeout> | undefined
  let looks = 0
  let last = 0

  async function look() {
    last = Date.now()
    looks += 1
    // What cannot be read now is read at the next look.
    await showCorrections(deps).catch(() => undefined)
    if (looks < mostLooks) lookIn(firstRestMs * 2 ** (looks - 1))
  }

  function lookIn(ms: number) {
    clearTimeout(rest)
    rest = setTimeout(() => {
      if (!document.hidden && root.checkVisibility()) void look()
    }, ms)
  }

  function begin() {
    looks = 0
    lookIn(Math.max(0, last + leastRestMs - Date.now()))
  }

  function seen() {
    if (root.isConnected) begin()
    else document.removeEventListener('visibilitychange', seen)
  }

  followers.set(root, begin)
  new IntersectionObserver(([entry]) => {
    if (!entry?.isIntersecting) return
    document.addEventListener('visibilitychange', seen)
    begin()
  }).observe(root)
}

async function showCorrections({ root, url, held, texts, say }: FollowCorrectionsDeps) {
  const session = held()
  if (!session || !root.querySelector('[data-query]')) return
  const { corrected } = rareTexts(texts)
  for (const { role, query_id: id, content } of await readMessages(url, session)) {
    // What a person says in a hand-off is about no answer.
    if (role !== 'person' || typeof id !== 'string' || typeof content !== 'string') continue
    const turn = root.querySelector(`[data-query="${CSS.escape(id)}"]`)
    if (turn && show(turn, corrected, content)) say(corrected)
  }
}

/** Puts a correction in its place; whether it is another than what stood there. */
function show(turn: Element, label: string, content: string): boolean {
  const before = turn.querySelector('.corrected')
  const now = element(
    'div',
    { class: 'theirs corrected' },
    element('p', { class: 'small' }, label),
    element('p', { dir: 'auto' }, content),
  )
  if (before?.textContent === now.textContent) return false
  before?.remove()
  turn.querySelector('.below')?.before(now)
  return true
}
