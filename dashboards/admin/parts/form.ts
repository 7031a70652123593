import { Refusal } from './client.ts'
import { element } from './element.ts'

/** A control with its name above it. */
export const labelled = (text: string, control: HTMLElement, note?: string): HTMLElement =>
  element(
    'label',
    {},
    element('span', { class: 'field-name' }, text),
    control,
    note ? element('small', {}, note) : undefined,
  )

/** Who does something, and what is told of it. */
export interface Doer {
  /** Whether they may change anything, or only look. */
  mayChange: boolean
  tell: (text: string) => void
  fail: (error: unknown) => void
}

/** A button that only looks: everybody may press it. */
export const look = (label: string, act: () => Promise<void>, { tell, fail }: Doer) =>
  deed(label, act, { tell, fail, mayChange: true })

/**
 * A button that changes something, and cannot be pressed again before that is done; who may not change
 * anything does not see it.
 */
export function deed(
  label: string,
  act: () => Promise<void>,
  told: Doer,
  isPrimary = false,
): HTMLButtonElement {
  const button = element(
    'button',
    {
      type: 'button',
      class: isPrimary ? 'primary' : undefined,
      hidden: !told.mayChange,
      onclick: () => void run(),
    },
    label,
  )
  return button

  async function run() {
    button.disabled = true
    try {
      await act()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      told.tell(error.message)
      told.fail(error)
    } finally {
      enable(button)
    }
  }
}

/** A button that was off while something was done; what had the focus has it again. */
export function enable(button: HTMLButtonElement) {
  button.disabled = false
  if (document.activeElement === document.body) button.focus({ preventScroll: true })
}

/**
 * A form that changes something when it is sent; what is refused is said where it is heard. Who may not
 * change anything is told so in its place.
 */
export function deedForm(
  fields: (HTMLElement | undefined)[],
  label: string,
  act: (values: FormData) => Promise<void>,
  told: Doer,
): HTMLFormElement {
  if (!told.mayChange)
    return element(
      'form',
      {},
      element('p', { class: 'quiet' }, `“${label}” is for editors and owners.`),
    )
  const said = element('p', { class: 'notice', role: 'alert', hidden: true })
  const button = element('button', { type: 'submit', class: 'primary' }, label)
  const form = element(
    'form',
    { class: 'filters', onsubmit: (event) => void send(event) },
    ...fields,
    element('p', { class: 'deeds' }, button),
    said,
  )
  return form

  async function send(event: Event) {
    event.preventDefault()
    button.disabled = true
    said.hidden = true
    try {
      await act(new FormData(form))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      said.textContent = error.message
      said.hidden = false
      told.fail(error)
    } finally {
      enable(button)
    }
  }
}
