import type { Overview, UnansweredQuestions } from '../../../lib/admin/figures.ts'
import type { Troubles } from '../../../lib/admin/troubles.ts'
import { isAbort, Refusal } from '../parts/client.ts'
import { element } from '../parts/element.ts'
import { card, wide } from '../parts/figure.ts'
import { charts } from './charts.ts'
import { fresh } from './fresh.ts'
import { ingestion } from './ingestion.ts'
import { citedPages, pageFeedback } from './pages.ts'
import type { Surroundings } from './surroundings.ts'
import { totals } from './totals.ts'
import { troubles } from './troubles.ts'
import { unanswered } from './unanswered.ts'
import { webhooks } from './webhooks.ts'

/**
 * The figures of a period. What takes longer to find comes later, into the last place: nothing is below
 * it that would have to move.
 */
export async function overview(days: number, around: Surroundings): Promise<HTMLElement[]> {
  const { client, signal } = around
  const [found, freshness, services] = await Promise.all([
    client.get<Overview>(`/v1/admin/overview?days=${days}`, signal),
    orWhyNot('Fresh?', around, () => fresh(around)),
    orWhyNot('Services', around, async () =>
      troubles(await client.get<Troubles>(`/v1/admin/health?days=${days}`, signal)),
    ),
  ])
  const unansweredCard = wide(card('What the book did not answer', 'Grouping …'))
  void orWhyNot('What the book did not answer', around, async () =>
    unanswered(await client.get<UnansweredQuestions>(`/v1/admin/unanswered?days=${days}`, signal)),
  ).then((grouped) => unansweredCard.replaceChildren(grouped), ignoreAbort)
  return [
    totals(found),
    wide(freshness),
    wide(services),
    ...charts(found, signal),
    citedPages(found),
    pageFeedback(found),
    wide(ingestion(found, around)),
    wide(webhooks(found, around)),
    unansweredCard,
  ]
}

/** A card, or one that says why it cannot be shown: the others are shown all the same. */
async function orWhyNot(
  title: string,
  { fail }: Surroundings,
  find: () => Promise<HTMLElement>,
): Promise<HTMLElement> {
  try {
    return await find()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    fail(error)
    return card(title, element('p', { role: 'alert' }, error.message))
  }
}

/** What is no longer wanted was broken off by ourselves. */
function ignoreAbort(error: unknown) {
  if (!isAbort(error)) throw error
}
