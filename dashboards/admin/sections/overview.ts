import type { Overview, UnansweredQuestions } from '../../../lib/admin/figures.ts'
import type { Troubles } from '../../../lib/admin/troubles.ts'
import { isAbort, Refusal } from '../parts/client.ts'
import { element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { charts } from './charts.ts'
import { fresh } from './fresh.ts'
import { ingestion } from './ingestion.ts'
import { citedPages, pageFeedback } from './pages.ts'
import type { Surroundings } from './surroundings.ts'
import { totals } from './totals.ts'
import { troubles } from './troubles.ts'
import { unanswered } from './unanswered.ts'
import { webhooks } from './webhooks.ts'

/** The figures of a period; what takes longer to find comes into its place later. */
export async function overview(days: number, around: Surroundings): Promise<HTMLElement[]> {
  const { client, signal } = around
  const found = await client.get<Overview>(`/v1/admin/overview?days=${days}`, signal)
  return [
    totals(found),
    later('Fresh?', 'Loading …', around, () => fresh(around)),
    later('Services', 'Loading …', around, async () =>
      troubles(await client.get<Troubles>(`/v1/admin/health?days=${days}`, signal)),
    ),
    ...charts(found, signal),
    later('What the book did not answer', 'Grouping …', around, async () =>
      unanswered(
        await client.get<UnansweredQuestions>(`/v1/admin/unanswered?days=${days}`, signal),
      ),
    ),
    citedPages(found),
    pageFeedback(found),
    wide(ingestion(found, around)),
    wide(webhooks(found, around)),
  ]
}

/** A card that says what it waits for, and then what has come, or why nothing has. */
function later(
  title: string,
  waiting: string,
  { fail }: Surroundings,
  find: () => Promise<HTMLElement>,
): HTMLElement {
  const place = wide(card(title, waiting))
  const fill = async () => {
    try {
      place.replaceChildren(await find())
    } catch (error) {
      // What is no longer wanted was broken off by ourselves.
      if (isAbort(error)) return
      if (!(error instanceof Refusal)) throw error
      place.replaceChildren(card(title, error.message))
      fail(error)
    }
  }
  void fill()
  return place
}

const wide = (content: HTMLElement) => element('div', { class: 'wide' }, content)
