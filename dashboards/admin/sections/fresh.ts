import type { Freshness } from '../../../lib/admin/freshness.ts'
import { element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { counted, duration, moment } from '../parts/format.ts'
import type { Surroundings } from './surroundings.ts'

type Page = Freshness['failed'][number]

const aDay = 86_400

/** How old the index is, what failed and what was left out, and how the floor was measured. */
export async function fresh({ client, signal }: Surroundings): Promise<HTMLElement> {
  const told = await client.get<Freshness>('/v1/admin/freshness', signal)
  const { last_run: run, age_seconds: age = 0, failed_run: broken, calibration } = told
  return card(
    'Fresh?',
    element(
      'p',
      {},
      run
        ? `${counted(told.pages, 'page')} in ${counted(told.passages, 'passage')}, as the source was ${age < aDay ? `${duration(age * 1000)} ago` : `${counted(Math.floor(age / aDay), 'day')} ago`}, on ${moment(run.started_at)} (run ${run.run_id}).`
        : 'No run has been completed yet.',
    ),
    broken
      ? element(
          'p',
          { class: 'notice' },
          `Run ${broken.run_id} failed on ${moment(broken.at)}: `,
          element('bdi', {}, broken.reason),
        )
      : undefined,
    pages('could not be read; what was indexed of it before is answered from', told.failed),
    pages('is left out, or to be looked at', told.left_out),
    element(
      'p',
      { class: 'quiet' },
      calibration
        ? `The floor is ${calibration.floor.toFixed(3)} at a strictness of ${calibration.strictness}, measured on ${moment(calibration.measured_at)} for ${calibration.embedding}.`
        : 'The floor is not calibrated: a fixed one is in force.',
    ),
  )
}

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
