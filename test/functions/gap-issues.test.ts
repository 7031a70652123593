import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIssues } from '../../dev/cloud/github/issues.ts'
import { Gap, GapList, RegressionList } from '../../lib/admin/gaps/gap-list.ts'
import { bookPath } from '../support/book.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'

const issues = createIssues('local/docs')
let docs: string
let local: LocalSuite
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-issues-'))
  await cp(bookPath, docs, { recursive: true })
  const settings = { GAPS_ASKED_PER_RUN: '20', GAP_ISSUES_FROM: '3', GAP_DRAFTS_PER_RUN: '2' }
  local = await startLocalSuite({ docs, settings, github: { issues } })
  const asked = [anchor, anchor, anchor, parrot, 'Thank you!', 'Can I talk to a person?']
  for (const question of asked) await ask(question)
  await ingest()
})
afterAll(async () => {
  await local.close()
  await rm(docs, { recursive: true, force: true })
})

const anchor = 'Where is the spare anchor chain?'
const parrot = 'Which colour has @octocat, the parrot of #1?'

async function ask(question: string) {
  const session = await local.openSession()
  await (await local.ask({ question }, session, 'application/json')).text()
  await untilQuiet(local)
  return session
}

async function get(path: string): Promise<unknown> {
  return await (await local.request(`/v1/admin${path}`, { headers: adminHeaders })).json()
}

const gaps = async (status = 'open') => GapList.parse(await get(`/gaps?status=${status}`)).data
const gapOf = async (words: string, status = 'open') =>
  (await gaps(status)).find(({ question }) => question?.includes(words))?.gap_id ?? 'none'

async function ingest() {
  const run = await local.ingest()
  const regressions = async () => RegressionList.parse(await get('/regressions'))
  await until(regressions, ({ run_id, is_checked }) => run_id === run.id && is_checked)
  await untilQuiet(local)
}

const issue = (gapId: string) =>
  local.request(`/v1/admin/gaps/${gapId}/issue`, {
    method: 'POST',
    headers: adminHeaders,
    body: '{}',
  })

const issuesOf = (gapId: string) =>
  issues.stored.filter(({ body }) => body.includes(`marginalia-gap:${gapId}`))

test('what is asked often gets its issue by rule, what is asked once gets none, and talk is no gap', async () => {
  expect(await gaps()).toHaveLength(2)
  await until(
    async () => issues.stored,
    (stored) => stored.length > 0,
  )
  const gapId = await gapOf('anchor')
  expect(issues.stored).toHaveLength(1)
  expect(issuesOf(gapId)).toMatchObject([
    {
      title: `Readers ask: ${anchor}`,
      state: 'open',
      body: expect.stringContaining('not answered 3 times'),
    },
  ])
  const [gap] = (await gaps()).filter(({ gap_id }) => gap_id === gapId)
  expect(gap?.issue).toEqual({
    repository: 'local/docs',
    number: 1,
    url: 'https://github.com/local/docs/issues/1',
    state: 'open',
  })
})

test('a sentence of what is missing is drafted where that is wished, and stands in the issue', async () => {
  const drafted = await until(gaps, (all) => all.every(({ draft }) => draft !== undefined))
  expect(drafted.map(({ draft }) => draft).sort()).toEqual([
    `The page would have to say: ${anchor}`,
    `The page would have to say: ${parrot}`,
  ])
  expect(issues.stored[0]?.body).toContain('What is missing, as a model puts it')
})

test('an issue is opened when somebody asks for it, once, and readers’ words are no markup in it', async () => {
  const gapId = await gapOf('parrot')
  const replies = await Promise.all([issue(gapId), issue(gapId), issue(gapId)])
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
  const again = Gap.parse(await (await issue(gapId)).json())
  expect(again.issue?.number).toBe(2)
  expect(issuesOf(gapId)).toHaveLength(1)
  const [opened] = issuesOf(gapId)
  expect(opened?.title).not.toContain('@octocat')
  expect(opened?.title).not.toContain('#1')
  expect(opened?.body).toContain(`\`\`\`text\n${parrot}\n\`\`\``)
  expect((await issue(crypto.randomUUID())).status).toBe(404)
})

test('an attempt that got lost is found again by its mark', async () => {
  const gapId = await gapOf('parrot')
  await local.sql`update gaps set issue = null, issue_claimed_at = now() - interval '1 hour'
    where gap_id = ${gapId}`
  expect(Gap.parse(await (await issue(gapId)).json()).issue?.number).toBe(2)
  expect(issues.stored).toHaveLength(2)
})

test('what is asked more often, and what is erased, is told by the same issue after the next run', async () => {
  const session = await ask('Which colour has the parrot?')
  await ask(anchor)
  await ingest()
  const anchorId = await gapOf('anchor')
  await until(
    async () => issuesOf(anchorId),
    ([one]) => one?.body.includes('not answered 4 times') ?? false,
  )
  expect(issues.stored).toHaveLength(2)
  const headers = { ...adminHeaders, authorization: `Bearer ${session.token}` }
  await local.request(`/v1/sessions/${session.session_id}`, { method: 'DELETE', headers })
  const told = await local.sql`select payload from webhook_deliveries`
  expect(JSON.stringify(told)).not.toContain('Which colour has the parrot?')
})

test('the issue of an answered gap is closed with the proof, and opens again with its gap', async () => {
  const gapId = await gapOf('anchor')
  const page = join(docs, 'Part-2-keepers/03-the-anchor.md')
  await writeFile(page, '# The anchor\n\n## Chain\n\nThe spare anchor chain is in the boat shed.\n')
  await ingest()
  const [closed] = await until(
    async () => issuesOf(gapId),
    ([one]) => one?.state === 'closed',
  )
  expect(closed).toMatchObject({ state_reason: 'completed', number: 1 })
  expect(closed?.comments.join()).toContain('in the boat shed')
  await until(
    async () => (await gaps('closed'))[0]?.issue?.state,
    (state) => state === 'closed',
  )

  // Those that close it at once, as two runs may, say so once.
  await local.sql`update gaps set issue = jsonb_set(issue, '{state}', '"open"') where gap_id = ${gapId}`
  const said = closed?.comments.length ?? 0
  await Promise.all([issue(gapId), issue(gapId), issue(gapId)])
  expect(issuesOf(gapId)[0]?.comments).toHaveLength(said + 1)

  await writeFile(page, '# The anchor\n\nIt is heavy.\n')
  await local.ingest()
  await ask(anchor)
  await ingest()
  await until(
    async () => issuesOf(gapId),
    ([one]) => one?.state === 'open',
  )
  expect(issuesOf(gapId)).toHaveLength(1)
})

const refusals = [
  [
    'may read issues alone',
    { right: 'read' },
    409,
    'GITHUB_TOKEN may not write issues in local/docs',
  ],
  ['sees no repository', { right: 'none' }, 409, 'GitHub shows GITHUB_TOKEN no local/docs'],
  ['meets no issues', { areOn: false }, 409, 'Issues are switched off in local/docs'],
  ['is asked to wait', { mostWrites: 0 }, 503, 'GitHub asks to wait before more is written'],
] as const

test.each(refusals)(
  'a token that %s gives a clear sentence, and no issue',
  async (_, rules, status, sentence) => {
    const before = { ...issues.rules }
    const gapId = await gapOf('parrot')
    await local.sql`update gaps set issue = null, issue_claimed_at = null where gap_id = ${gapId}`
    issues.beginAnew()
    Object.assign(issues.rules, rules)
    const reply = await issue(gapId)
    Object.assign(issues.rules, before)
    expect(reply.status).toBe(status)
    expect(await reply.json()).toMatchObject({ detail: expect.stringContaining(sentence) })
    const [gap] = (await gaps()).filter(({ gap_id }) => gap_id === gapId)
    expect(gap?.issue).toBeUndefined()
    expect(gap?.issue_trouble).toContain(sentence)
    expect(issues.stored).toHaveLength(2)
  },
)
