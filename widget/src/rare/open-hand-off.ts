import type { Turn } from '../turn.ts'
import type { TurnEndingDeps } from '../turn-ending.ts'
import { createHandOffForm } from './hand-off-form.ts'

export interface OpenHandOffDeps extends TurnEndingDeps {
  /** Where the form is put, and the button that opened it. */
  place: HTMLElement
  open: HTMLElement
}

/** Puts the form by which a question is passed on in the place of the button that opened it. */
export function openHandOff(turn: Turn, deps: OpenHandOffDeps) {
  const { id, texts, actions, endAgain, place, open } = deps
  const form = createHandOffForm({
    ...{ texts, id, reason: turn.question },
    send: async (reason, contact) => {
      const isSent = await actions.escalate(turn, reason, contact)
      const root = place.parentElement
      if (isSent) endAgain()
      // The form, with the focus in it, is gone.
      if (isSent) actions.withRare(() => root?.querySelector<HTMLElement>('.person p')?.focus())
      return isSent
    },
    close: () => {
      place.replaceChildren()
      open.hidden = false
      open.focus()
    },
  })
  open.hidden = true
  place.replaceChildren(form.root)
  form.focus()
  form.root.scrollIntoView({ block: 'nearest' })
}
