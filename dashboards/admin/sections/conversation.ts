import type { Conversation } from '../../../lib/admin/conversation.ts'
import { channelName } from '../parts/channel.ts'
import { bookLink, element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { count, counted, duration, moment, money } from '../parts/format.ts'
import { addressOf } from '../parts/place.ts'
import { blockButton } from './abuse.ts'
import type { Surroundings } from './surroundings.ts'

type Turn = Conversation['turns'][number]
type Source = Turn['sources'][number]

/** One conversation as its reader saw it, with what each answer rests on and took. */
export async function conversation(id: string, around: Surroundings): Promise<HTMLElement> {
  const path = `/v1/admin/conversations/${encodeURIComponent(id)}`
  const found = await around.client.get<Conversation>(path, around.signal)
  const { status, channel, origin, started_at, summary, turns, hand_offs, is_cut } = found
  const facts = [
    moment(started_at),
    channelName(channel),
    origin,
    status,
    counted(turns.length, 'question'),
  ]
  return card(
    'Conversation',
    element('p', {}, element('a', { href: addressOf('conversations') }, 'All conversations')),
    element('p', { class: 'quiet' }, element('bdi', {}, facts.filter(Boolean).join(' · '))),
    summary ? element('p', { class: 'summary' }, element('bdi', {}, summary)) : undefined,
    ...hand_offs.map(({ reason, contact, created_at }) =>
      element(
        'p',
        { class: 'notice' },
        `Asked for a person on ${moment(created_at)}: `,
        element('bdi', {}, reason || 'no reason given'),
        contact ? element('bdi', {}, ` · ${contact}`) : undefined,
      ),
    ),
    element('ol', { class: 'turns' }, ...turns.map(turnEntry)),
    element('p', { class: 'deeds' }, blockButton({ session_id: id }, 'this conversation', around)),
    is_cut
      ? element('p', { class: 'quiet' }, 'There were more questions; these are the first ones.')
      : undefined,
  )
}

function turnEntry(turn: Turn): HTMLElement {
  const { question, selected_text, standalone_question, answer, rating, feedback } = turn
  const said = [feedback?.reason, feedback?.comment].filter(Boolean).join(' · ')
  return element(
    'li',
    {},
    element('p', { class: 'question' }, element('bdi', {}, question ?? 'Texts are not kept')),
    selected_text ? element('blockquote', {}, element('bdi', {}, selected_text)) : undefined,
    standalone_question && standalone_question !== question
      ? element('p', { class: 'quiet' }, 'Searched as: ', element('bdi', {}, standalone_question))
      : undefined,
    answer ? element('p', { class: 'answer' }, element('bdi', {}, answer)) : undefined,
    rating
      ? element(
          'p',
          { class: rating === 'down' ? 'notice' : 'quiet' },
          rating === 'down' ? 'Disliked' : 'Liked',
          said ? element('bdi', {}, `: ${said}`) : undefined,
        )
      : undefined,
    element('p', { class: 'quiet' }, factsOf(turn).join(' · ')),
    sourcesOf(turn),
    deedsOf(turn),
  )
}

/** Ways on from an answer; without its words there are none. */
function deedsOf({ query_id, question, answer, sources }: Turn): HTMLElement | undefined {
  if (question === undefined) return undefined
  const passages = sources.flatMap(({ passage_id: id }) => (typeof id === 'string' ? [id] : []))
  const cited = sources.flatMap(({ source, is_cited }) => (is_cited ? [source] : []))
  const pages = [...new Set(cited)].slice(0, 5).join(', ')
  const pinned = { question, answer, passages: passages.join(' ') }
  return element(
    'p',
    { class: 'deeds' },
    element('a', { href: addressOf(`why/${query_id}`) }, 'Why?'),
    ' ',
    element('a', { href: addressOf(`replay/${query_id}`) }, 'Then and now'),
    ' ',
    element('a', { href: addressOf('pins', pinned) }, 'Pin it'),
    ' ',
    element('a', { href: addressOf(`corrections/${query_id}`, { pages }) }, 'Correct it'),
  )
}

function factsOf(turn: Turn): string[] {
  const { answered, cached, finish, degraded, confidence, latency_ms, model } = turn
  const tokens = (turn.prompt_tokens ?? 0) + (turn.completion_tokens ?? 0)
  return [
    answered ? 'answered' : 'not answered',
    cached ? `from the cache (${cached})` : '',
    finish && finish !== 'stop' ? `ended: ${finish}` : '',
    degraded.length > 0 ? `without ${degraded.join(', ')}` : '',
    confidence === undefined ? '' : `confidence ${confidence.toFixed(2)}`,
    latency_ms === undefined ? '' : duration(latency_ms),
    model ?? '',
    tokens > 0 ? `${count(tokens)} tokens` : '',
    turn.money === undefined ? '' : money(turn.money),
  ].filter(Boolean)
}

function sourcesOf({ sources, verdicts, timings }: Turn): HTMLElement | undefined {
  if (sources.length === 0) return undefined
  const times = Object.entries(timings).map(([name, ms]) => `${name} ${duration(ms)}`)
  return element(
    'details',
    {},
    element('summary', {}, `${counted(sources.length, 'source')}, and how long each step took`),
    element('ol', { class: 'sources' }, ...sources.map((source) => sourceEntry(source, verdicts))),
    times.length > 0 ? element('p', { class: 'quiet' }, times.join(' · ')) : undefined,
  )
}

function sourceEntry(source: Source, verdicts: Turn['verdicts']): HTMLElement {
  const { n, url, chapter, section, text, score, is_cited } = source
  const name = [chapter, section !== chapter ? section : undefined].filter(Boolean).join(' › ')
  const own = verdicts.filter((verdict) => verdict.n === n).map(({ status }) => status)
  const verdict = own.includes('weak') ? 'weak' : own[0]
  return element(
    'li',
    { value: n },
    bookLink(name || source.source, url ?? ''),
    ' ',
    verdict
      ? element('span', { class: `badge ${verdict === 'verified' ? 'good' : 'warning'}` }, verdict)
      : element('span', { class: 'quiet' }, is_cited ? 'cited' : 'not cited'),
    score === undefined ? '' : element('span', { class: 'quiet' }, ` score ${score.toFixed(2)}`),
    text ? element('p', { class: 'quiet' }, element('bdi', {}, text)) : undefined,
  )
}
