import type { InboxEntry } from '../../../lib/conversation/escalation/inbox.ts'
import type { SentReply } from '../../../lib/conversation/escalation/replies.ts'
import { channelName } from '../parts/channel.ts'
import { element } from '../parts/element.ts'
import { card, wide } from '../parts/figure.ts'
import { deed, deedForm, labelled } from '../parts/form.ts'
import { moment } from '../parts/format.ts'
import { addressOf } from '../parts/place.ts'
import { conversation } from './conversation.ts'
import type { Surroundings } from './surroundings.ts'

type Entry = InboxEntry
type Message = Entry['messages'][number]
type Deed = (path: string, body: object, told: string) => () => Promise<void>

const nameKey = 'marginalia-desk-name'

/** One hand-off: what the reader wants, what was said, a field to answer in, and what came before. */
export async function handOff(id: string, around: Surroundings): Promise<HTMLElement[]> {
  const path = `/v1/admin/escalations/${encodeURIComponent(id)}`
  const entry = await around.client.get<Entry>(path, around.signal)
  const before = await conversation(entry.session_id, around)
  const act: Deed = (deedPath, body, told) => async () => {
    const reply = await around.client.post<Partial<SentReply>>(path + deedPath, body)
    const failed = reply.is_sent === false
    around.tell(failed ? `Kept, but not sent: ${reply.send_error}` : told)
    around.reload()
  }
  return [wide(handOffCard(entry, act, around)), wide(before)]
}

function handOffCard(entry: Entry, act: Deed, around: Surroundings): HTMLElement {
  const { status, reason, contact, channel, created_at, taken_by, messages } = entry
  const facts = [
    moment(created_at),
    channelName(channel),
    status,
    taken_by && `taken by ${taken_by}`,
  ]
  return card(
    'Hand-off',
    element('p', {}, element('a', { href: addressOf('inbox') }, 'Inbox')),
    element('p', { class: 'quiet' }, element('bdi', {}, facts.filter(Boolean).join(' · '))),
    element(
      'p',
      { class: 'notice' },
      element('bdi', {}, reason || 'no reason given'),
      contact ? element('bdi', {}, ` · ${contact}`) : undefined,
    ),
    ...entry.helpdesks.map(helpdeskLine),
    messages.length === 0
      ? undefined
      : element(
          'ol',
          { class: 'turns' },
          ...messages.map((message) => messageEntry(message, act, around)),
        ),
    ...(status === 'closed' ? [] : [replyForm(act, around), deeds(entry, act, around)]),
  )
}

const tools: Record<string, string> = { slack: 'Slack', chatwoot: 'Chatwoot' }

function helpdeskLine({ helpdesk, is_open, failure }: Entry['helpdesks'][number]): HTMLElement {
  const name = tools[helpdesk] ?? helpdesk
  if (failure === undefined)
    return element('p', { class: 'quiet' }, is_open ? `In ${name} too.` : `Soon in ${name} too.`)
  return element(
    'p',
    { class: 'notice' },
    element('bdi', {}, `${name} does not know the latest: ${failure}. It is told again.`),
  )
}

function messageEntry(message: Message, act: Deed, around: Surroundings): HTMLElement {
  const { message_id, from, author, content, created_at, is_sent } = message
  const who = from === 'reader' ? 'The reader' : (author ?? 'You')
  return element(
    'li',
    {},
    element('p', { class: 'quiet' }, element('bdi', {}, `${who}, ${moment(created_at)}`)),
    element('p', { class: from === 'reader' ? 'question' : 'answer' }, element('bdi', {}, content)),
    is_sent === false
      ? element(
          'p',
          { class: 'notice' },
          'The messenger has not taken this. ',
          deed('Send again', act(`/messages/${message_id}/send`, {}, 'Sent.'), around),
        )
      : undefined,
  )
}

function replyForm(act: Deed, around: Surroundings): HTMLElement {
  const content = element('textarea', { name: 'content', rows: 4, maxlength: 2000, required: true })
  const author = element('input', {
    type: 'text',
    name: 'author',
    maxlength: 80,
    autocomplete: 'name',
    value: localStorage.getItem(nameKey) ?? '',
  })
  const form = deedForm(
    [labelled('Your answer', content), labelled('Your name, as the reader sees it', author)],
    'Answer',
    async () => {
      const name = author.value.trim()
      localStorage.setItem(nameKey, name)
      const body = { content: content.value, ...(name && { author: name }) }
      await act('/messages', body, 'The reader has your answer.')()
    },
    around,
  )
  form.className = 'reply'
  return form
}

const deeds = ({ status }: Entry, act: Deed, around: Surroundings) =>
  element(
    'p',
    { class: 'deeds' },
    status === 'waiting'
      ? deed('Take it', act('/take', {}, 'It is yours.'), around)
      : deed('Give it back', act('/release', {}, 'It is waiting again.'), around),
    ' ',
    deed('Close it', act('/close', {}, 'Closed, and its session resolved.'), around),
  )
