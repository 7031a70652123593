import { readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { statements } from '../../dev/suite/migrations.ts'
import { Overview, UnansweredQuestions } from '../../lib/admin/figures.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let local: LocalSuite | undefined
afterEach(async () => {
  await local?.close()
  local = undefined
})

/** The suite on a database of before; its start ends with an ingestion run that has completed. */
async function aSuiteOn(file: string) {
  const text = await readFile(new URL(`databases/${file}`, import.meta.url), 'utf8')
  const written = text
    .replaceAll('ID_TYPE', 'text')
    .replaceAll(/ID\((\d)\)/g, (_, n: string) => `'s-${n}'`)
  const database = ['create extension if not exists vector', ...statements(written)]
  local = await startLocalSuite({ database })
  return local
}

const views = [
  'daily_usage',
  'latency_percentiles',
  'unanswered_questions',
  'cited_pages',
  'feedback_by_page',
  'session_outcomes',
  'cache_savings',
  'ingestion_health',
  'webhook_health',
]

test.each([
  ['the textbook chatbot without sessions', 'textbook-008.sql', ['What is a node?', 'An object?']],
  ['the textbook chatbot with sessions', 'textbook-009.sql', ['What is a topic?', 'And this?']],
  ['the support assistant', 'support-assistant.sql', ['Wanted a refund.', 'Hold the button.']],
])(
  'on the database of %s a question is answered and its owner sees all that was there',
  async (_, file, old) => {
    const { ask, sql, request } = await aSuiteOn(file)
    const reply = await ask(
      { question: 'What did early lamps burn?' },
      undefined,
      'application/json',
    )
    expect(AnswerDocument.parse(await reply.json())).toMatchObject({ answered: true, degraded: [] })
    const read = async (path: string) =>
      (await request(`/v1/admin/${path}`, { headers: adminHeaders })).json()
    expect(Overview.parse(await read('overview?days=7')).ingestion_runs[0]).toMatchObject({
      status: 'completed',
    })
    // What was logged before answers were judged is not held to be unanswered.
    expect(UnansweredQuestions.parse(await read('unanswered')).data).toEqual([])
    for (const view of views) await sql.query(`select * from ${view}`)
    const tables = ['query_logs', 'messages', 'session_summaries']
    const rows = await Promise.all(tables.map((table) => sql.query(`select * from ${table}`)))
    for (const words of old) expect(JSON.stringify(rows)).toContain(words)
  },
)
