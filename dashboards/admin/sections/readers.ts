import type { Reader, ReaderList } from '../../../lib/admin/readers.ts'
import { element } from '../parts/element.ts'
import { card, emptyState, wide } from '../parts/figure.ts'
import { deed, deedForm, labelled } from '../parts/form.ts'
import { count, moment } from '../parts/format.ts'
import { addressOf, type Place } from '../parts/place.ts'
import { table } from '../parts/table.ts'
import type { Surroundings } from './surroundings.ts'

/** Finds a reader, hands out what is held of them, or erases it. */
export async function readers({ asked }: Place, around: Surroundings): Promise<HTMLElement[]> {
  const q = asked.get('q') ?? ''
  const found = q
    ? (
        await around.client.get<ReaderList>(
          `/v1/admin/readers?q=${encodeURIComponent(q)}`,
          around.signal,
        )
      ).data
    : []
  const search = deedForm(
    [
      labelled(
        'Id',
        element('input', { name: 'q', type: 'search', required: true, maxlength: 200, value: q }),
        'The id of a session or user, or the beginning of their id on a channel.',
      ),
    ],
    'Find',
    async (form) => {
      location.hash = addressOf('readers', { q: String(form.get('q')).trim() })
    },
    around,
  )
  const people = card(
    'Readers',
    search,
    q === ''
      ? emptyState('Readers are found by an id, and by nothing that they said.')
      : found.length === 0
        ? emptyState('No reader has such an id.')
        : table('Readers that were found', columns(around), found),
  )
  return [wide(people)]
}

const columns = (around: Surroundings) => [
  {
    title: 'Reader',
    cell: ({ id, identities }: Reader) =>
      element(
        'bdi',
        {},
        identities.map(({ provider, external_id }) => `${provider} ${external_id}`).join(', ') ||
          id,
      ),
  },
  { title: 'Kind', cell: ({ kind }: Reader) => kind },
  {
    title: 'Questions',
    kind: 'figure' as const,
    cell: ({ questions }: Reader) => count(questions),
  },
  {
    title: 'Last active',
    kind: 'moment' as const,
    cell: ({ last_active_at }: Reader) => (last_active_at ? moment(last_active_at) : '–'),
  },
  {
    title: 'Actions',
    cell: ({ id }: Reader) =>
      element(
        'span',
        { class: 'deeds' },
        deed(`Export ${id.slice(0, 8)}`, () => handOut(id, around), around),
        ' ',
        erasing(id, around),
      ),
  },
]

async function handOut(id: string, { client, tell }: Surroundings) {
  const href = URL.createObjectURL(await client.file(`/v1/admin/readers/${id}/export`))
  element('a', { href, download: `reader-${id}.json` }).click()
  URL.revokeObjectURL(href)
  tell('All that is kept about this reader has been saved as a file.')
}

/** Erasing cannot be taken back: it takes a second press. */
function erasing(id: string, around: Surroundings): HTMLElement {
  let isSure = false
  const button = deed(
    `Erase ${id.slice(0, 8)}`,
    async () => {
      if (!isSure) {
        isSure = true
        button.textContent = `Erase ${id.slice(0, 8)} for good?`
        return around.tell('Press once more to erase all of it; it cannot be taken back.')
      }
      await around.client.remove(`/v1/admin/readers/${id}`)
      around.reload()
      around.tell('Erased.')
    },
    around,
  )
  return button
}
