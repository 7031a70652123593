import type { CreatedMember, Member, MemberList } from '../../../lib/admin/staff.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { deed, deedForm, labelled } from '../parts/form.ts'
import { moment } from '../parts/format.ts'
import { table } from '../parts/table.ts'
import { audit } from './audit.ts'
import type { Surroundings } from './surroundings.ts'

/** Who has a token, and what was done with it. */
export async function staff(around: Surroundings): Promise<HTMLElement[]> {
  const members = element('div', {}, await listed(around))
  const shown = element('p', { class: 'notice', role: 'status', hidden: true })
  const form = deedForm(
    [
      labelled('Name', element('input', { name: 'name', required: true, maxlength: 100 })),
      labelled(
        'Role',
        element(
          'select',
          { name: 'role' },
          ...['viewer', 'editor', 'owner'].map((role) => element('option', { value: role }, role)),
        ),
      ),
    ],
    'Create a token',
    async (values) => {
      const body = { name: String(values.get('name')), role: String(values.get('role')) }
      const { token, name } = await around.client.post<CreatedMember>('/v1/admin/tokens', body)
      shown.replaceChildren(`The token of ${name}, shown this once: `, element('code', {}, token))
      shown.hidden = false
      members.replaceChildren(await listed(around))
    },
    around,
  )
  return [
    element('div', { class: 'wide' }, card('Tokens', form, shown, members)),
    element('div', { class: 'wide' }, await audit(around)),
  ]
}

async function listed(around: Surroundings): Promise<HTMLElement> {
  const { data } = await around.client.get<MemberList>('/v1/admin/tokens', around.signal)
  return data.length === 0
    ? emptyState('Nobody has a token of their own; whoever holds ADMIN_TOKEN is an owner.')
    : table('Who has a token', columns(around), data)
}

const columns = (around: Surroundings) => [
  { title: 'Name', cell: ({ name }: Member) => element('bdi', {}, name) },
  { title: 'Role', cell: ({ role }: Member) => role },
  { title: 'Since', kind: 'moment' as const, cell: ({ created_at }: Member) => moment(created_at) },
  {
    title: 'Revoke',
    cell: ({ token_id, name }: Member) =>
      deed(
        `Revoke ${name}’s token`,
        async () => {
          await around.client.remove(`/v1/admin/tokens/${token_id}`)
          around.reload()
          around.tell('Revoked: within a minute it opens nothing.')
        },
        around,
      ),
  },
]
