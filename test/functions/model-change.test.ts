import { afterAll, beforeAll, expect, test } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'

let local: LocalSuite
let deployed: Suite
beforeAll(async () => {
  local = await startLocalSuite()
  // The same cloud after a deployment whose settings name other dimensions.
  deployed = await startSuite({
    settings: { ...local.cloud.settings, ...developmentSecrets, EMBEDDING_DIMENSIONS: '768' },
  })
})
afterAll(async () => {
  await deployed.close()
  await local.close()
})

async function ask(question: string) {
  const { session_id, token } = await local.openSession()
  const response = await fetch(`${deployed.url}/v1/chat`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ session_id, question }),
  })
  return AnswerDocument.parse(await response.json())
}

test('until the index has followed a change of model, questions are embedded by the old one', async () => {
  const before = await ask('How often does the keeper ring the bell in fog?')
  expect(before).toMatchObject({ answered: true, degraded: [] })
  await fetch(`${deployed.url}/v1/ingestion-runs`, {
    method: 'POST',
    headers: adminHeaders,
    body: '{}',
  })
  await until(
    () => local.sql`select status from ingestion_runs order by started_at desc limit 1`,
    ([run]) => run?.status === 'completed',
  )
  const after = await ask('How tall is a first-order lens?')
  expect(after).toMatchObject({ answered: true, degraded: [] })
})
