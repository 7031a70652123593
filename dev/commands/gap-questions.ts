import { AnsweredQuestions } from '../../lib/admin/gaps/answered-questions.ts'
import { GapList } from '../../lib/admin/gaps/gap-list.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import { askAdmin } from './admin-door.ts'
import { reasonOf } from './reason-of.ts'
import { askSuite } from './suite-door.ts'
import { UsageError } from './usage-error.ts'

interface Check {
  /** The suite that has indexed the branch. */
  url: string
  /** The suite whose readers have asked. */
  of: string
  limit: number
}

/** Asks a suite what readers ask of another, prints what it would break and close, and says how many are broken. */
export async function askForAll({ url, of, limit }: Check): Promise<number> {
  const [answered, gaps] = await Promise.all([
    askAdmin(of, `/v1/admin/answered-questions?limit=${limit}`).then(
      (all) => AnsweredQuestions.parse(all).data,
    ),
    askAdmin(of, `/v1/admin/gaps?limit=${limit}`).then((all) => GapList.parse(all).data),
  ])
  const missed = gaps.flatMap(({ question }) => question ?? [])
  const broken: string[] = []
  for (const { question } of answered) {
    const found = await askOnce(url, question)
    if (found !== 'verified') broken.push(`  ${found}: ${question}`)
  }
  const closed: string[] = []
  for (const question of missed)
    if ((await askOnce(url, question)) === 'verified') closed.push(`  ${question}`)
  console.log(`Of ${answered.length} answers this would break ${broken.length}.`)
  for (const line of broken) console.log(line)
  console.log(`Of ${missed.length} open gaps this would close ${closed.length}.`)
  for (const line of closed) console.log(line)
  return broken.length
}

/** Each question is asked in a session of its own, as a reader would. */
async function askOnce(
  url: string,
  question: string,
): Promise<'verified' | 'unverified' | 'refused'> {
  const json = { 'content-type': 'application/json', accept: 'application/json' }
  const opened = await askSuite(url, '/v1/sessions', { method: 'POST', headers: json, body: '{}' })
  if (!opened.ok) throw new UsageError(`No session could be opened: ${await reasonOf(opened)}`)
  const { session_id, token } = OpenedSession.parse(await opened.json())
  const reply = await askSuite(url, '/v1/chat', {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${token}` },
    body: JSON.stringify({ session_id, question }),
  })
  if (!reply.ok) throw new UsageError(`“${question}” was not answered: ${await reasonOf(reply)}`)
  const { answered, finish, citations, degraded } = AnswerDocument.parse(await reply.json())
  if (degraded.length > 0)
    throw new UsageError(
      `“${question}” says nothing: it was answered without ${degraded.join(', ')}.`,
    )
  if (!answered || finish !== 'stop') return 'refused'
  const isVerified = citations.length > 0 && citations.every(({ status }) => status === 'verified')
  return isVerified ? 'verified' : 'unverified'
}
