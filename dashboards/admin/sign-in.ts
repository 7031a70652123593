import type { Me } from '../../lib/admin/staff.ts'
import { createClient, isToken, Refusal } from './parts/client.ts'
import { element } from './parts/element.ts'

/**
 * Asks for the admin's token until there is one that the API takes; an empty one is that of whoever has
 * signed in at Cloudflare Access.
 */
export function showSignIn(message: string | undefined, enter: (token: string, me: Me) => void) {
  const field = element('input', {
    id: 'token',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
    'aria-describedby': 'sign-in-message',
  })
  const notice = element('p', { id: 'sign-in-message', role: 'alert' }, message)
  const button = element('button', { type: 'submit', class: 'primary' }, 'Sign in')
  const access = element(
    'button',
    { type: 'button', onclick: () => void attempt('') },
    'Use my Cloudflare Access sign-in',
  )
  const form = element(
    'form',
    { class: 'card sign-in', onsubmit: submit },
    element('p', { class: 'brand' }, 'Marginalia'),
    element('h1', {}, 'Sign in as admin'),
    // Password managers file a secret under a name.
    element('input', { hidden: true, autocomplete: 'username', value: 'admin' }),
    element('label', { for: 'token' }, 'Admin token'),
    field,
    notice,
    button,
    ' ',
    access,
    element(
      'p',
      { class: 'quiet' },
      'The value of ADMIN_TOKEN in the settings of your deployment, or the token that its owner gave you. It stays in this tab and is forgotten when you close it.',
    ),
  )
  document.body.replaceChildren(element('main', {}, form))
  field.focus()

  async function submit(event: Event) {
    event.preventDefault()
    await attempt(field.value.trim())
  }

  async function attempt(token: string) {
    button.disabled = true
    access.disabled = true
    const answer = await whoHas(token)
    button.disabled = false
    access.disabled = false
    if (typeof answer !== 'string') return enter(token, answer)
    notice.textContent = answer
    field.setAttribute('aria-invalid', 'true')
    field.focus()
    field.select()
  }
}

/** Whose token it is; or why the API does not take it, in a sentence. */
async function whoHas(token: string): Promise<Me | string> {
  if (token !== '' && !isToken(token))
    return 'A token has letters, digits and . ~ + / = _ - and nothing else.'
  try {
    const client = createClient(token === '' ? undefined : token)
    return await client.get<Me>('/v1/admin/me', AbortSignal.timeout(30_000))
  } catch (error) {
    if (!(error instanceof Refusal)) return 'The server did not answer in time. Try again.'
    if (error.status !== 401) return error.message
    return token === ''
      ? 'Cloudflare Access does not stand before this deployment, or gives you no role here.'
      : 'This is not the admin token.'
  }
}
