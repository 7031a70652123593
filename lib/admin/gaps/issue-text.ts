import type { IssueText } from '../../clients/github-issues.ts'
import type { Gap } from './gap-list.ts'

const longestTitle = 120
const longestQuestion = 300
const mostQuestions = 5

/** By this an issue is known as the gap's, whatever its title has become. */
export const markOf = (gapId: string) => `<!-- marginalia-gap:${gapId} -->`

/**
 * What an issue says of a gap. Readers' words stand in fences, where they mention nobody, link to
 * nothing and are no markup.
 */
export function toIssueText(gap: Gap, questions: string[], deskUrl: string | undefined): IssueText {
  const { question, refused, disliked, searched, page, draft, gap_id } = gap
  const counts = [
    refused ? `not answered ${refused} times` : '',
    disliked ? `answered to a reader's dislike ${disliked} times` : '',
    searched ? `searched for without a hit ${searched} times` : '',
  ].filter(Boolean)
  const asked = questions.slice(0, mostQuestions).map((one) => oneLine(one, longestQuestion))
  const lines = [
    asked.length > 0
      ? 'Readers ask for something that the pages do not say:'
      : 'The readers’ words were erased.',
    ...(asked.length > 0 ? ['', fenced(asked.join('\n'))] : []),
    ...(counts.length > 0 ? ['', `In the last 30 days it was ${counts.join(', ')}.`] : []),
    ...(draft && asked.length > 0
      ? ['', 'What is missing, as a model puts it:', '', fenced(oneLine(draft, 500))]
      : []),
    ...(page
      ? ['', 'It belongs near this page:', '', fenced(page.source), ...linkTo(page.url)]
      : []),
    ...(deskUrl ? ['', `[The gap at the desk](${deskUrl}/admin#/gaps)`] : []),
    '',
    'This issue is kept by Marginalia: it is brought up to date after every ingestion run, and closed once the question is answered from the pages.',
    '',
    markOf(gap_id),
  ]
  const title =
    question === undefined ? 'A gap whose words were erased' : `Readers ask: ${question}`
  return { title: harmless(oneLine(title, longestTitle)), body: lines.join('\n') }
}

/** What is said when an issue is closed: the answer that closed the gap, and what it rests on. */
export function toClosingText({ proof }: Gap): string {
  const cited = (proof?.citations ?? []).flatMap(({ quote, url }) => [
    '',
    fenced(oneLine(quote, longestQuestion)),
    ...linkTo(url),
  ])
  return [
    `After ingestion run ${proof?.run_id} the question is answered, and every citation is verified:`,
    ...cited.slice(0, 30),
  ].join('\n')
}

const linkTo = (url: string | undefined) =>
  url !== undefined && /^https?:\/\/[^\s<>]+$/.test(url) ? ['', `<${url}>`] : []

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}

/** In one line, without what is not seen. */
function oneLine(text: string, most: number): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

/** A title links `#1` and `@name` nowhere, but a mail of it may. */
const harmless = (title: string) => title.replace(/[@#](?=\w)/g, (sign) => `${sign}\u2060`)
