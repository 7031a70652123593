import type { Retention } from '../../../lib/admin/retention.ts'
import { element } from '../parts/element.ts'
import { look } from '../parts/form.ts'
import { counted } from '../parts/format.ts'
import type { Surroundings } from './surroundings.ts'

/** Says what the days that a form names would erase, before they are saved. */
export function retention(form: HTMLElement, around: Surroundings): HTMLElement {
  const said = element('span', { role: 'status' })
  return element(
    'p',
    { class: 'deeds' },
    look('See what would be erased', count, around),
    ' ',
    said,
  )

  async function count() {
    const field = form.querySelector<HTMLInputElement>('[name="retention_days"]')
    const days = Number(field?.value || field?.placeholder)
    if (days === 0) {
      said.textContent = 'Nothing: with 0 days words are kept for good.'
      return
    }
    const path = `/v1/admin/retention?days=${days}`
    said.textContent = inWords(await around.client.get<Retention>(path, around.signal))
  }
}

const inWords = ({ days, conversations, questions, searches, reports }: Retention) =>
  `Older than ${counted(days, 'day')}: ${counted(conversations, 'conversation')}, the words of ${counted(questions, 'question')}, ${counted(searches, 'search', 'searches')} and ${counted(reports, 'report')} of agents.`
