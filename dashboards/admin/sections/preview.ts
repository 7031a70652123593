import type { Preview } from '../../../lib/admin/desk/receipt.ts'
import { element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { deedForm, labelled } from '../parts/form.ts'
import { receipt } from './receipt.ts'
import type { Surroundings } from './surroundings.ts'

/** Tries what the form says on a question, before it is saved. */
export function preview(read: () => object, around: Surroundings): HTMLElement {
  const shown = element('div', { class: 'beside', 'aria-live': 'polite' })
  const question = element('input', { name: 'question', required: true, maxlength: 2000 })
  return card(
    'Try it before it is saved',
    deedForm([labelled('Question', question)], 'Answer with both', answer, around),
    shown,
  )

  async function answer() {
    shown.replaceChildren('The model is being asked twice …')
    try {
      const body = { question: question.value, values: read() }
      const { now, changed } = await around.client.post<Preview>('/v1/admin/previews', body)
      shown.replaceChildren(receipt('As it is', now), receipt('As it would be', changed))
    } catch (error) {
      shown.replaceChildren()
      throw error
    }
  }
}
