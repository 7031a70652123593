import { element } from '../element.ts'
import type { Texts } from '../locale.ts'
import { rareTexts } from './rare-english.ts'

export interface HandOffDeps {
  texts: Texts
  id: string
  reason: string
  /** Passes the words on; false when that failed, which the reader has been told. */
  send: (reason: string, contact: string) => Promise<boolean>
  close: () => void
}

/** The form by which a reader asks for a person. */
export function createHandOffForm({ id, reason, send, close, ...deps }: HandOffDeps) {
  const texts = rareTexts(deps.texts)
  const need = element('textarea', {
    id: `${id}-need`,
    rows: '3',
    maxlength: '2000',
    required: true,
    dir: 'auto',
  })
  need.value = reason
  const contact = element('input', {
    id: `${id}-contact`,
    maxlength: '200',
    autocomplete: 'email',
    dir: 'auto',
  })
  const submit = element('button', { type: 'submit', class: 'primary' }, texts.passOn)
  const root = element(
    'form',
    {
      class: 'hand-off',
      submit: async (event: Event) => {
        event.preventDefault()
        if (need.value.trim() === '') return need.focus()
        submit.disabled = true
        if (await send(need.value.trim(), contact.value.trim())) return
        submit.disabled = false
        submit.focus()
      },
      keydown: (event: Event) => {
        if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return
        event.stopPropagation()
        close()
      },
    },
    element('label', { for: need.id }, texts.need),
    need,
    element('label', { for: contact.id }, texts.contact),
    contact,
    element(
      'div',
      { class: 'row' },
      submit,
      element('button', { type: 'button', class: 'quiet', click: close }, texts.cancel),
    ),
  )
  return { root, focus: () => need.focus() }
}
