import type { Replay } from '../../../lib/admin/desk/receipt.ts'
import { bookLink, element } from '../parts/element.ts'
import { count, counted, duration, moment, money } from '../parts/format.ts'

/** An answer with what it rests on and took. */
export function receipt(title: string, told: Replay['now']): HTMLElement {
  const { answer, answered, sources, verdicts = [], degraded, model, latency_ms } = told
  const tokens = (told.prompt_tokens ?? 0) + (told.completion_tokens ?? 0)
  const weak = verdicts.filter(({ status }) => status === 'weak').length
  const facts = [
    moment(told.at),
    answered ? 'answered' : 'not answered',
    verdicts.length > 0 ? `${counted(verdicts.length, 'citation')}, ${weak} weak` : '',
    degraded.length > 0 ? `without ${degraded.join(', ')}` : '',
    model ?? '',
    tokens > 0 ? `${count(tokens)} tokens` : '',
    told.money === undefined ? '' : money(told.money),
    duration(latency_ms),
  ]
  return element(
    'section',
    {},
    element('h3', {}, title),
    element('p', { class: 'quiet' }, facts.filter(Boolean).join(' · ')),
    element('p', { class: 'answer' }, element('bdi', {}, answer ?? 'Its words are not kept.')),
    element(
      'ol',
      { class: 'sources' },
      ...sources.map(({ n, chapter, section, source, url }) =>
        element(
          'li',
          { value: n },
          bookLink([chapter, section].filter(Boolean).join(' › ') || source, url),
        ),
      ),
    ),
  )
}
