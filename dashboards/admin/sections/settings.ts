import type { DeskSettings } from '../../../lib/admin/desk/settings.ts'
import { element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { deed, labelled, look } from '../parts/form.ts'
import { moment } from '../parts/format.ts'
import { preview } from './preview.ts'
import { retention } from './retention.ts'
import { numbers, texts } from './setting-fields.ts'
import type { Surroundings } from './surroundings.ts'
import { versions } from './versions.ts'

/** What is set at the desk: edited, tried on a question, saved, and taken back. */
export async function settings(around: Surroundings): Promise<HTMLElement[]> {
  const { client, signal } = around
  const found = await client.get<DeskSettings>('/v1/admin/settings', signal)
  const fields = element('div', { class: 'fields' }, ...controls(found))
  const form = element(
    'form',
    { class: 'desk-form', onsubmit: (event) => event.preventDefault() },
    fields,
    retention(fields, around),
    element(
      'p',
      { class: 'deeds' },
      deed('Save', save, around, true),
      ' ',
      look('Start over', async () => around.reload(), around),
    ),
  )
  const said = element('p', { class: 'notice', role: 'alert', hidden: true })
  const read = () => valuesOf(new FormData(form))
  const saved = found.saved_at
    ? `Version ${found.version}, saved by ${found.saved_by} on ${moment(found.saved_at)}.`
    : 'Nothing has been set here yet: everything is as the deployment has it. What you leave empty stays so.'
  return [
    element(
      'div',
      { class: 'wide' },
      card(
        'Settings',
        element('p', { class: 'quiet' }, saved),
        found.is_in_force
          ? undefined
          : element(
              'p',
              { class: 'notice' },
              'Not in force yet: Redis, or Neon where there is no Redis, does not answer. Refresh to try again.',
            ),
        said,
        form,
      ),
    ),
    element('div', { class: 'wide' }, preview(read, around)),
    element('div', { class: 'wide' }, versions(found.version, around)),
  ]

  async function save() {
    said.hidden = true
    const body = { version: found.version, values: read() }
    await client.put<DeskSettings>('/v1/admin/settings', body).catch((error: unknown) => {
      said.textContent = error instanceof Error ? error.message : ''
      said.hidden = false
      throw error
    })
    around.reload()
    around.tell('Saved. It is in force everywhere within a minute.')
  }
}

function controls({ values, deployment }: DeskSettings): HTMLElement[] {
  return [
    ...texts.map(({ name, label, rows, most, note }) =>
      labelled(
        label,
        element('textarea', { name, rows, maxlength: most, dir: 'auto' }, values[name] ?? ''),
        note,
      ),
    ),
    labelled(
      'Starters, one per line',
      element('textarea', { name: 'starters', rows: 3 }, (values.starters ?? []).join('\n')),
      'At most three questions that the widget offers on every page.',
    ),
    labelled(
      'Model',
      element('input', {
        name: 'openrouter_chat_model',
        maxlength: 100,
        value: values.openrouter_chat_model ?? '',
        placeholder: deployment.openrouter_chat_model,
      }),
      'As OpenRouter names it.',
    ),
    ...numbers.map(({ name, label, most, note }) =>
      labelled(
        label,
        element('input', {
          name,
          type: 'number',
          min: 0,
          max: most,
          step: 'any',
          value: values[name] ?? '',
          placeholder: deployment[name],
        }),
        note,
      ),
    ),
    labelled(
      'Challenge',
      element(
        'select',
        { name: 'challenge' },
        element('option', { value: '' }, `as deployed (${deployment.challenge})`),
        ...['auto', 'always', 'never'].map((value) =>
          element('option', { value, selected: values.challenge === value }, value),
        ),
      ),
      'Whether new readers prove that they are people.',
    ),
  ]
}

/** What the form says; what is empty is as the deployment has it. */
function valuesOf(form: FormData): Record<string, unknown> {
  const said = [...form].flatMap(([name, given]): [string, unknown][] => {
    const text = String(given).trim()
    if (text === '') return []
    if (name === 'starters') return [[name, text.split('\n').flatMap((line) => line.trim() || [])]]
    return [[name, numbers.some((number) => number.name === name) ? Number(text) : text]]
  })
  return Object.fromEntries(said)
}
