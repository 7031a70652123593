import type { Freshness, SourceState } from '../../../lib/admin/fresh/freshness.ts'
import { isAbort, Refusal } from '../parts/client.ts'
import { element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { counted, duration, moment } from '../parts/format.ts'
import type { Surroundings } from './surroundings.ts'

type Page = Freshness['failed'][number]

const aDay = 86_400
const shortCommit = 7

/** How the index is against its sources; what they have by now comes in when they have said it. */
export async function fresh(around: Surroundings): Promise<HTMLElement> {
  const read = (look: boolean) =>
    around.client.get<Freshness>(`/v1/admin/freshness?look=${look}`, around.signal)
  const place = element('div', {}, state(await read(false)))
  void lookAgain()
  return place

  async function lookAgain() {
    try {
      place.replaceChildren(state(await read(true)))
    } catch (error) {
      // What was known before stands there.
      if (!isAbort(error) && !(error instanceof Refusal)) throw error
    }
  }
}

function state(told: Freshness): HTMLElement {
  const { last_run: run, age_seconds: age = 0, failed_run: broken, calibration } = told
  return card(
    'Fresh?',
    element(
      'p',
      {},
      run
        ? `${counted(told.pages, 'page')} in ${counted(told.passages, 'passage')}, as the source was ${ago(age)}: read on ${moment(run.started_at)} by run ${run.run_id}.`
        : 'No run has been completed yet.',
    ),
    element('ul', { class: 'sources' }, ...told.sources.map(sourceState)),
    broken
      ? element(
          'p',
          { class: 'notice' },
          `Run ${broken.run_id} failed on ${moment(broken.at)}: `,
          element('bdi', {}, broken.reason),
        )
      : undefined,
    pages('could not be read; answers still rest on what was indexed before', told.failed),
    pages('left out, or worth a look', told.left_out),
    element(
      'p',
      { class: 'quiet' },
      calibration
        ? `A question is answered from a confidence of ${calibration.floor.toFixed(3)} (strictness ${calibration.strictness}). This floor was measured on ${moment(calibration.measured_at)} for ${calibration.embedding}.`
        : 'The confidence that a question needs is not measured for this index yet: the fixed floor of the settings is in force.',
    ),
  )
}

/** What is indexed of a source, and what it has by now. */
function sourceState({ source, kind, place, ref, indexed, newest }: SourceState): HTMLElement {
  const what = [source, ref ? `${place} at ${ref}` : place].filter(Boolean).join(': ')
  const { commit, subject, changed_at: changed } = indexed ?? {}
  const ours = [
    commit ? `commit ${commit.slice(0, shortCommit)}` : '',
    subject ? `“${subject}”` : '',
    changed ? `of ${moment(changed)}` : '',
  ]
  const isKnown = ours.some(Boolean)
  return element(
    'li',
    {},
    element('bdi', {}, what),
    ': ',
    isKnown ? element('bdi', {}, ours.filter(Boolean).join(' ')) : notIndexed(kind),
    '. ',
    element(
      'span',
      { class: 'newest' },
      element('span', { class: standing(newest) }, against(newest)),
    ),
  )
}

const notIndexed = (kind: SourceState['kind']) =>
  kind === 'github' ? 'no commit of it is indexed yet' : 'it does not say when it was changed'

const standing = (newest: SourceState['newest']) =>
  newest?.is_current === true ? 'badge good' : newest?.is_current === false ? 'badge warning' : ''

/** How the index stands to what the source has. */
function against(newest: SourceState['newest']): string {
  if (newest === undefined) return 'What it has by now is not known yet.'
  const { is_current, reason, commit, changed_at, commits_behind: behind } = newest
  if (reason !== undefined) return `What it has by now is not known: ${reason}`
  if (is_current === undefined) return 'What it has by now cannot be compared.'
  if (is_current) return 'as the source is now'
  const latest = [
    commit ? `commit ${commit.slice(0, shortCommit)}` : 'its latest change',
    changed_at ? `of ${moment(changed_at)}` : '',
  ]
  return `${behind === undefined ? 'behind' : `${counted(behind, 'commit')} behind`} ${latest.filter(Boolean).join(' ')}`
}

const ago = (seconds: number) =>
  seconds < aDay
    ? `${duration(seconds * 1000)} ago`
    : `${counted(Math.floor(seconds / aDay), 'day')} ago`

const pages = (what: string, listed: Page[]): HTMLElement | undefined =>
  listed.length === 0
    ? undefined
    : element(
        'details',
        {},
        element('summary', {}, `${counted(listed.length, 'page')}: ${what}`),
        element(
          'ul',
          {},
          ...listed.map(({ source, chapter, reason }) =>
            element(
              'li',
              {},
              element('bdi', {}, chapter || source),
              ': ',
              element('bdi', {}, reason),
            ),
          ),
        ),
      )
