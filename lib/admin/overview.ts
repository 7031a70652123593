import * as z from 'zod/mini'
import { type Fragment, fragment, type Neon, sql } from '../clients/neon.ts'
import {
  ChallengeFigures,
  CitedPage,
  Latency,
  Outcomes,
  type Overview,
  PageFeedback,
  RunHealth,
  Savings,
  Usage,
  WebhookHealth,
} from './figures.ts'

const shownPages = 50
const shownRuns = 15
const shownWebhooks = 50

/** Reads the figures of the last so many days, today among them, in one request to Neon. */
export async function readOverview(days: number, neon: Neon): Promise<Overview> {
  const [
    first,
    usage,
    latency,
    savings,
    outcomes,
    citedPages,
    feedback,
    runs,
    webhooks,
    challenges,
  ] = await neon.transaction(overviewStatements(days), { readOnly: true })
  return {
    days,
    since: first[0]?.figures.since ?? '',
    usage: usage.map(figuresOf),
    latency: latency.map(figuresOf),
    savings: savings.map(figuresOf),
    outcomes: outcomes.map(figuresOf),
    cited_pages: citedPages.map(figuresOf),
    feedback: feedback.map(figuresOf),
    ingestion_runs: runs.map(figuresOf),
    webhooks: webhooks.map(figuresOf),
    challenges: challenges.map(figuresOf),
  }
}

/** What the overview asks the database. */
export function overviewStatements(days: number) {
  const since = firstDay(days)
  return [
    figures(z.object({ since: z.string() }), fragment`select ${asDay(since)} as since`),
    figures(Usage, usageSince(since)),
    figures(Latency, latencySince(since)),
    figures(Savings, savingsSince(since)),
    figures(Outcomes, outcomesSince(since)),
    figures(CitedPage, citedSince(since)),
    figures(PageFeedback, feedbackSince(since)),
    figures(RunHealth, latestRuns),
    figures(WebhookHealth, webhookHealth),
    figures(ChallengeFigures, challengesSince(since)),
  ] as const
}

/** The first of so many days that end today, by the database's clock, as the views cut days. */
export const firstDay = (days: number) =>
  fragment`(date_trunc('day', now()) - ${days - 1}::int * interval '1 day')`

// As JSON a row's moments are ISO, its numbers numbers, and what is null is absent.
const figures = <Row>(row: z.ZodMiniType<Row>, query: Fragment) =>
  sql(z.object({ figures: row }))`
    select jsonb_strip_nulls(to_jsonb(found)) as figures from (${query}) found`

const figuresOf = <Row>(row: { figures: Row }) => row.figures

const asDay = (moment: Fragment) => fragment`to_char(${moment}, 'YYYY-MM-DD')`
const day = asDay(fragment`day`)

const usageSince = (since: Fragment) => fragment`
  select ${day} as day, questions, sessions, answered, from_cache, degraded,
    coalesce(prompt_tokens, 0) as prompt_tokens, coalesce(completion_tokens, 0) as completion_tokens
  from daily_usage where daily_usage.day >= ${since} order by 1`

const latencySince = (since: Fragment) => fragment`
  select ${day} as day, from_cache, questions, p50_ms, p95_ms, p99_ms
  from latency_percentiles l where l.day >= ${since} order by 1, 2`

const savingsSince = (since: Fragment) => fragment`
  select ${day} as day, questions, exact_hits, near_hits, saved_ms_each
  from cache_savings s where s.day >= ${since} order by 1`

const outcomesSince = (since: Fragment) => fragment`
  select ${day} as day, outcome, outcome_basis, sessions, average_turns
  from session_outcomes o where o.day >= ${since} order by 1, 2, 3`

// cited_pages and feedback_by_page are over all time; these are what they are made of, since a day.
const citedSince = (since: Fragment) => fragment`
  select source, max(chapter) as chapter, sum(citations) as citations,
    max(last_cited_at) as last_cited_at
  from (
    select * from citation_days where citation_days.day >= ${since}
    union all select * from citations_between(greatest(open_since(), ${since}), 'infinity')
  ) days
  where source is not null and chapter is not null
  group by source order by 3 desc, 1 limit ${shownPages}`

const feedbackSince = (since: Fragment) => fragment`
  select p.source, max(p.chapter) as chapter, count(*) filter (where p.rating = 'up') as up,
    count(*) filter (where p.rating = 'down') as down
  from page_ratings p
  where p.created_at >= ${since} and p.source is not null and p.chapter is not null
  group by p.source order by 4 desc, 3 desc, 1 limit ${shownPages}`

const challengesSince = (since: Fragment) => fragment`
  select ${day} as day, kind, asked, passed, refused
  from challenge_days c where c.day >= ${since}::date order by 1, 2`

const latestRuns = fragment`
  select h.*, commits, gaps_closed, answers_broken
  from (select * from ingestion_health order by started_at desc, run_id desc limit ${shownRuns}) h,
    lateral (select jsonb_agg(jsonb_build_object('commit', commit, 'subject', subject)
      order by source) as commits from ingestion_sources s where s.run_id = h.run_id) as listed,
    lateral (select
      case when gaps_checked_at is not null then (select count(*) from gaps
        where proof ->> 'run_id' = h.run_id::text) end as gaps_closed,
      case when gaps_checked_at is not null then (select count(*) from regression_checks k
        where k.run_id = h.run_id and reason is not null) end as answers_broken
      from ingestion_runs r where r.id = h.run_id) as asked
  order by h.started_at desc, h.run_id desc`

const webhookHealth = fragment`
  select * from webhook_health order by dead desc, waiting desc, url limit ${shownWebhooks}`
