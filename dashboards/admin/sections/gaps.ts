import type { Gap, GapList, RegressionList } from '../../../lib/admin/gaps/gap-list.ts'
import { bookLink, element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { deed } from '../parts/form.ts'
import { counted, moment } from '../parts/format.ts'
import { addressOf, type Place } from '../parts/place.ts'
import type { Surroundings } from './surroundings.ts'

const standings = [
  ['open', 'Open'],
  ['closed', 'Closed'],
  ['ignored', 'Set aside'],
] as const

/** What the book lacks, and which answers a run broke. */
export async function gaps({ asked }: Place, around: Surroundings): Promise<HTMLElement[]> {
  const { client, signal } = around
  const query = new URLSearchParams({ status: 'open', limit: '50', ...Object.fromEntries(asked) })
  const [list, broken] = await Promise.all([
    client.get<GapList>(`/v1/admin/gaps?${query}`, signal),
    client.get<RegressionList>('/v1/admin/regressions', signal),
  ])
  const status = query.get('status') ?? 'open'
  return [
    element(
      'div',
      { class: 'wide' },
      card(
        'Gaps',
        element(
          'p',
          { class: 'deeds' },
          ...standings.flatMap(([value, name]) => [
            element(
              'a',
              {
                href: addressOf('gaps', { status: value }),
                'aria-current': value === status ? 'true' : undefined,
              },
              name,
            ),
            ' ',
          ]),
          deed('Ask all gaps again', askAgain, around),
        ),
        list.data.length === 0
          ? emptyState(
              status === 'open' ? 'Nothing is known to be missing.' : 'There is no such gap.',
            )
          : element('ul', { class: 'turns' }, ...list.data.map((gap) => entry(gap, around))),
        list.next_cursor
          ? element('a', { href: addressOf('gaps', { status, cursor: list.next_cursor }) }, 'Older')
          : undefined,
      ),
    ),
    element('div', { class: 'wide' }, regressions(broken)),
  ]

  async function askAgain() {
    await client.post('/v1/admin/gap-checks')
    around.tell('They are being asked. Refresh in a while to see what came of it.')
  }
}

function entry(gap: Gap, around: Surroundings): HTMLElement {
  const { gap_id, status, question, wordings, refused, disliked, searched, page, proof } = gap
  const facts = [
    counted(wordings, 'wording'),
    refused ? `refused ${counted(refused, 'time')}` : '',
    disliked ? counted(disliked, 'dislike') : '',
    searched ? `searched for ${counted(searched, 'time')}` : '',
    `open since ${moment(gap.opened_at)}`,
    gap.closed_at ? `closed on ${moment(gap.closed_at)}` : '',
  ]
  const next = status === 'ignored' ? 'open' : 'ignored'
  const turn = async () => {
    await around.client.patch(`/v1/admin/gaps/${gap_id}`, { status: next })
    around.tell(next === 'open' ? 'It is open again.' : 'Set aside.')
    around.reload()
  }
  const open = async () => {
    await around.client.post(`/v1/admin/gaps/${gap_id}/issue`)
    around.tell('Its issue is up to date.')
    around.reload()
  }
  return element(
    'li',
    {},
    element('p', { class: 'question' }, element('bdi', {}, question ?? 'Its words were erased')),
    element('p', { class: 'quiet' }, facts.filter(Boolean).join(' · ')),
    page
      ? element(
          'p',
          { class: 'nearest' },
          'Belongs near ',
          bookLink(
            [page.chapter, page.section].filter(Boolean).join(' › ') || page.source,
            page.url,
          ),
        )
      : undefined,
    gap.draft
      ? element('p', {}, 'What is missing, drafted by the model: ', element('bdi', {}, gap.draft))
      : undefined,
    issueOf(gap),
    proof && proofOf(proof),
    element(
      'p',
      { class: 'deeds' },
      question
        ? element(
            'a',
            { href: addressOf('why', { question }) },
            status === 'closed' ? 'Why?' : 'Why is it not answered?',
          )
        : undefined,
      ' ',
      question
        ? element('a', { href: addressOf('pins', { question }) }, 'Pin an answer')
        : undefined,
      ' ',
      status === 'closed'
        ? undefined
        : deed(next === 'open' ? 'Take it up again' : 'Set it aside', turn, around),
      ' ',
      status === 'open' || gap.issue
        ? deed(gap.issue ? 'Bring its issue up to date' : 'Open an issue on GitHub', open, around)
        : undefined,
    ),
  )
}

/** The answer that closed a gap, with the words that prove it. */
const proofOf = ({ run_id, answer, citations }: NonNullable<Gap['proof']>) =>
  element(
    'details',
    {},
    element('summary', {}, `The answer that closed it, after run ${run_id}`),
    element('p', { class: 'answer' }, element('bdi', {}, answer)),
    ...citations.map(({ quote, url }) =>
      element('blockquote', {}, element('bdi', {}, quote), ' ', bookLink('(its place)', url ?? '')),
    ),
  )

/** The gap's issue on GitHub, or why it has none. */
function issueOf({ issue, issue_trouble: trouble }: Gap): HTMLElement | undefined {
  if (!issue && !trouble) return undefined
  return element(
    'p',
    { class: trouble ? 'notice' : 'quiet' },
    issue ? bookLink(`Issue ${issue.number} in ${issue.repository}`, issue.url) : undefined,
    issue ? ` is ${issue.state}. ` : undefined,
    trouble ? element('bdi', {}, trouble) : undefined,
  )
}

const regressions = ({ run_id, is_checked, data }: RegressionList) =>
  card(
    'Answers that a run broke',
    element(
      'p',
      { class: 'quiet' },
      run_id === undefined
        ? 'No run has been completed yet.'
        : `Run ${run_id}: ${is_checked ? 'all has been asked again' : 'still being asked'}.`,
    ),
    data.length === 0
      ? emptyState('No run has broken an answer.')
      : element(
          'ul',
          { class: 'turns' },
          ...data.map(({ run_id: run, query_id, question, reason, found_at }) =>
            element(
              'li',
              {},
              element(
                'p',
                { class: 'question' },
                element('bdi', {}, question ?? 'Its words were erased'),
              ),
              element(
                'p',
                { class: 'quiet' },
                `run ${run} · ${reason === 'refused' ? 'refused now' : 'no longer verified'} · ${moment(found_at)} `,
                element('a', { href: addressOf(`why/${query_id}`) }, 'Why?'),
                ' ',
                element('a', { href: addressOf(`replay/${query_id}`) }, 'Then and now'),
              ),
            ),
          ),
        ),
  )
