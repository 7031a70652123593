import type { DeskSettings } from '../../../lib/admin/desk/settings.ts'
import type { DeskValues } from '../../../lib/desk/values.ts'
import { element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { deed, labelled } from '../parts/form.ts'
import { moment } from '../parts/format.ts'
import { preview } from './preview.ts'
import type { Surroundings } from './surroundings.ts'
import { versions } from './versions.ts'

type Values = DeskValues
type Name = keyof Values

const texts: {
  name: 'instructions' | 'tone' | 'greeting'
  label: string
  rows: number
  most: number
  note: string
}[] = [
  {
    name: 'instructions',
    label: 'Instructions',
    rows: 4,
    most: 2000,
    note: 'What answers heed, below the rules: “Say metric units first.”',
  },
  {
    name: 'tone',
    label: 'Tone',
    rows: 2,
    most: 500,
    note: 'How they sound: “Plain and friendly.”',
  },
  { name: 'greeting', label: 'Greeting', rows: 2, most: 300, note: 'Before the first question.' },
]

const numbers: {
  name: Exclude<
    Name,
    'instructions' | 'tone' | 'greeting' | 'starters' | 'openrouter_chat_model' | 'challenge'
  >
  label: string
  most?: number
}[] = [
  { name: 'retrieval_strictness', label: 'Strictness', most: 1 },
  { name: 'retrieval_floor', label: 'Floor without calibration', most: 1 },
  { name: 'retrieval_dense_weight', label: 'Weight of meaning', most: 1 },
  { name: 'retrieval_lexical_weight', label: 'Weight of words', most: 1 },
  { name: 'budget_tokens_per_day', label: 'Tokens a day' },
  { name: 'budget_money_per_day', label: 'Money a day' },
]

/** What is set at the desk: edited, tried on a question, saved, and taken back. */
export async function settings(around: Surroundings): Promise<HTMLElement[]> {
  const { client, signal } = around
  const found = await client.get<DeskSettings>('/v1/admin/settings', signal)
  const fields = element('div', { class: 'fields' }, ...controls(found))
  const form = element(
    'form',
    { class: 'desk-form', onsubmit: (event) => event.preventDefault() },
    fields,
    element(
      'p',
      { class: 'deeds' },
      deed('Save', save, around, true),
      ' ',
      deed('Start over', async () => around.reload(), around),
    ),
  )
  const said = element('p', { class: 'notice', role: 'alert', hidden: true })
  const read = () => valuesOf(new FormData(form))
  const saved = found.saved_at
    ? `Version ${found.version}, saved by ${found.saved_by} on ${moment(found.saved_at)}.`
    : 'Nothing has been set here yet: all is as the deployment has it.'
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
              'Not in force yet: what holds the state does not answer. It is tried again when you refresh.',
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
      'Starters, one a line',
      element('textarea', { name: 'starters', rows: 3 }, (values.starters ?? []).join('\n')),
      'At most three questions, on every page.',
    ),
    labelled(
      'Model',
      element('input', {
        name: 'openrouter_chat_model',
        maxlength: 100,
        value: values.openrouter_chat_model ?? '',
        placeholder: deployment.openrouter_chat_model,
      }),
    ),
    ...numbers.map(({ name, label, most }) =>
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
