import type { DeskVersions } from '../../../lib/admin/desk/settings.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { deed } from '../parts/form.ts'
import { moment } from '../parts/format.ts'
import { table } from '../parts/table.ts'
import { onDemand } from './on-demand.ts'
import { fieldLabel } from './setting-fields.ts'
import type { Surroundings } from './surroundings.ts'

type Version = DeskVersions['data'][number]

/** The versions that were saved, each with a button that takes it up again. */
export function versions(current: number, around: Surroundings): HTMLElement {
  const { client, signal } = around
  return card(
    'Versions',
    current > 0
      ? element(
          'p',
          { class: 'deeds' },
          deed('Undo the last change', () => restore(current - 1), around),
        )
      : undefined,
    onDemand('Earlier versions', async () => {
      const { data } = await client.get<DeskVersions>('/v1/admin/settings/versions', signal)
      return data.length === 0 ? emptyState('Nothing has been saved yet.') : listed(data)
    }),
  )

  async function restore(to: number) {
    await client.post('/v1/admin/settings/restore', { version: current, to })
    around.reload()
    around.tell(`Version ${to} is in force again within a minute.`)
  }

  function listed(data: Version[]): HTMLElement {
    return table(
      'Versions, the latest first',
      [
        { title: 'Version', cell: ({ version }) => String(version) },
        { title: 'Saved', kind: 'moment', cell: ({ saved_at }) => moment(saved_at) },
        { title: 'By', cell: ({ saved_by }) => element('bdi', {}, saved_by) },
        {
          title: 'Changed',
          cell: ({ changed, restored_from: from }) =>
            (changed.map(fieldLabel).join(', ') || 'nothing') +
            (from === undefined ? '' : ` (as version ${from})`),
        },
        {
          title: 'Restore',
          cell: ({ version }: Version) =>
            version === current
              ? 'in force'
              : deed(`Restore ${version}`, () => restore(version), around),
        },
      ],
      data,
    )
  }
}
