import type { AuditEntry, AuditLog } from '../../../lib/admin/audit.ts'
import { downloads } from '../parts/download.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { look } from '../parts/form.ts'
import { moment } from '../parts/format.ts'
import { table } from '../parts/table.ts'
import type { Surroundings } from './surroundings.ts'

/** What the staff changed, and which conversations they read. */
export async function audit(around: Surroundings): Promise<HTMLElement> {
  const rows: AuditEntry[] = []
  const place = element('div', { class: 'shown' })
  let cursor: string | undefined
  await more()
  return card('What was done', place)

  async function more() {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const path = `/v1/admin/audit-log?limit=50${query}`
    const { data, next_cursor } = await around.client.get<AuditLog>(path, around.signal)
    rows.push(...data)
    cursor = next_cursor
    place.replaceChildren(
      rows.length === 0
        ? emptyState('Nothing has been changed yet.')
        : table('What was done, the latest first', columns, rows),
      ...(cursor === undefined ? [] : [look('Older', more, around)]),
      downloads('/v1/admin/audit-log', 'audit-log', around),
    )
  }
}

/** The name of an operation, in words: `pinAnswer` is “pin answer”. */
const inWords = (action: string) => action.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const columns = [
  { title: 'When', kind: 'moment' as const, cell: ({ at }: AuditEntry) => moment(at) },
  {
    title: 'Who',
    cell: ({ member, role }: AuditEntry) => element('bdi', {}, `${member} (${role})`),
  },
  { title: 'What', cell: ({ action }: AuditEntry) => inWords(action) },
  {
    title: 'To what',
    cell: ({ target }: AuditEntry) =>
      element('bdi', {}, Object.values(target).map(String).join(', ') || '–'),
  },
]
