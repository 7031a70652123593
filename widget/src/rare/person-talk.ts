import { element } from '../element.ts'
import type { Texts } from '../locale.ts'
import { isRecord, request } from '../request.ts'
import { list } from '../stream-event.ts'
import { Trouble } from '../trouble.ts'
import { rareTexts } from './rare-english.ts'

export interface PersonTalkDeps {
  /** The URL of the hand-off, and the token of the session that it belongs to. */
  url: string
  token: string
  texts: Texts
}

// While something was said lately, and afterwards; a page that nobody looks at asks for nothing.
const livelyMs = 4000
const quietMs = 20_000
const livelyLooks = 30
const mostLooks = 2000

/** What a person and the reader say to each other after a question has been passed on. */
export function personTalk({ url, token, ...deps }: PersonTalkDeps): HTMLElement {
  const texts = rareTexts(deps.texts)
  const said = element('div', { 'aria-live': 'polite' })
  const box = element('input', {
    'aria-label': texts.writeBack,
    placeholder: texts.writeBack,
    maxlength: '2000',
    dir: 'auto',
    required: true,
  })
  const send = element('button', { type: 'submit', class: 'primary' }, texts.send)
  const form = element('form', { class: 'comment', hidden: true, submit }, box, send)
  const root = element('div', { class: 'talk' }, said, form)
  let last = ''
  let rest: ReturnType<typeof setTimeout> | undefined
  let looks = 0
  let quiet = 0

  async function submit(event: Event) {
    event.preventDefault()
    const content = box.value.trim()
    if (content === '' || send.disabled) return
    send.disabled = true
    try {
      await request({ method: 'POST', url: `${url}/messages`, token, body: { content } })
      box.value = ''
      box.removeAttribute('aria-invalid')
      await look()
      form.scrollIntoView({ block: 'nearest' })
    } catch {
      // It stands in the field, to be sent again.
      box.setAttribute('aria-invalid', 'true')
    } finally {
      send.disabled = false
    }
  }

  async function look() {
    clearTimeout(rest)
    const query = last && `?after=${last}`
    const reply: unknown = await (
      await request({ method: 'GET', url: `${url}${query}`, token })
    ).json()
    if (!isRecord(reply)) return
    const news = list(reply.messages, isMessage).filter(({ message_id: id }) => isLater(id, last))
    for (const message of news) said.append(spoken(message, texts.personSays))
    last = news.at(-1)?.message_id ?? last
    if (news.length > 0) quiet = 0
    form.hidden = reply.status !== 'taken'
    if (reply.status === 'closed') looks = mostLooks
    wait()
  }

  function wait() {
    clearTimeout(rest)
    if (!root.isConnected || looks++ >= mostLooks) return
    rest = setTimeout(listen, quiet++ < livelyLooks ? livelyMs : quietMs)
  }

  function listen() {
    if (document.hidden || !root.checkVisibility()) return wait()
    look().catch((error: unknown) => {
      // A session that is over, or gone, has no person any more.
      if (error instanceof Trouble && error.kind === 'expired') looks = mostLooks
      wait()
    })
  }

  queueMicrotask(() => {
    // A later wish for a person goes on with what was said.
    for (const other of scopeOf(root).querySelectorAll('.talk')) if (other !== root) other.remove()
    listen()
  })
  return root
}

const scopeOf = (node: Node): ParentNode => {
  const scope = node.getRootNode()
  return scope instanceof ShadowRoot || scope instanceof Document ? scope : document
}

interface Message {
  message_id: string
  from: string
  content: string
  author?: unknown
}

const isMessage = (value: unknown): value is Message =>
  isRecord(value) &&
  typeof value.message_id === 'string' &&
  typeof value.from === 'string' &&
  typeof value.content === 'string'

/** Ids are numbers of up to 18 digits. */
const isLater = (id: string, last: string) =>
  id.length === last.length ? id > last : id.length > last.length

function spoken({ from, content, author }: Message, somebody: string): HTMLElement {
  if (from !== 'person') return element('p', { class: 'mine', dir: 'auto' }, content)
  const name = typeof author === 'string' && author !== '' ? author : somebody
  return element(
    'div',
    { class: 'theirs' },
    element('p', { class: 'small', dir: 'auto' }, name),
    element('p', { dir: 'auto' }, content),
  )
}
