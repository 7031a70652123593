import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { folderOfFunctions } from '../../dev/suite/asset-texts.ts'
import { startSuite } from '../../dev/suite/suite.ts'
import { Troubles } from '../../lib/admin/troubles.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  untilQuiet,
} from '../support/local-suite.ts'
import { aReceiver, type Receiver } from '../webhooks/a-receiver.ts'
import { until } from '../webhooks/until.ts'

type Session = Awaited<ReturnType<LocalSuite['openSession']>>

const ofTheBell = 'How often does the keeper ring the bell in fog?'

describe.each([
  { assets: false, lack: 'the binding', cause: 'unreachable', why: 'it is missing' },
  { assets: `${folderOfFunctions}/texts`, lack: 'the file', cause: 'not-found', why: 'HTTP 404' },
] as const)('a Worker without $lack', ({ assets, cause, why }) => {
  let local: LocalSuite
  let receiver: Receiver
  beforeAll(async () => {
    local = await startLocalSuite({ assets, settings: { WEBHOOK_ALLOW_PRIVATE: 'true' } })
    receiver = await aReceiver()
    await local.request('/v1/webhooks', {
      method: 'POST',
      headers: adminHeaders,
      body: JSON.stringify({ url: receiver.url, events: ['error.occurred'] }),
    })
  })
  afterAll(async () => {
    await local.close()
    await receiver.close()
  })

  const ask = async (question: string, session?: Session) =>
    AnswerDocument.parse(await (await local.ask({ question }, session, 'application/json')).json())

  test('it answers, says that it is degraded, and verifies nothing', async () => {
    const { answered, degraded, citations } = await ask(ofTheBell)
    expect([answered, degraded]).toEqual([true, ['texts']])
    expect(citations.length).toBeGreaterThan(0)
    expect(citations.filter(({ status }) => status === 'verified')).toEqual([])
  })

  test('such an answer is shared with nobody', async () => {
    expect((await ask(ofTheBell)).cached).toBe(false)
  })

  test('a greeting is searched for like a question, and refused in English', async () => {
    const { answered, answer } = await ask('Guten Tag!')
    expect(answered).toBe(false)
    expect(answer).toContain('The book does not answer this question.')
  })

  /** Asks an isolate that has its assets, and whose first request is this question. */
  async function askFresh(question: string, session?: Session) {
    const { session_id, token } = session ?? (await local.openSession())
    const fresh = await startSuite({ settings: local.settings })
    onTestFinished(fresh.close)
    const response = await fetch(`${fresh.url}/v1/chat`, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ session_id, question }),
    })
    return AnswerDocument.parse(await response.json())
  }

  test('an isolate that begins with a question has read them when it checks the claims', async () => {
    const { degraded, citations } = await askFresh(ofTheBell)
    expect([degraded, citations[0]?.status]).toEqual([[], 'verified'])
  })

  test('an isolate that begins with a greeting tells it from a question', async () => {
    const { answer, sources } = await askFresh('Guten Tag!')
    expect([answer.startsWith('Guten Tag! Fragen Sie'), sources]).toEqual([true, []])
  })

  test('its owner learns what to mend, and once that is done all is well', async () => {
    const session = await local.openSession()
    await ask(ofTheBell, session)
    await ask(ofTheBell, session)
    const told = {
      cause,
      message: `texts/answering.json cannot be read by the binding ASSETS (${why})`,
      what_to_do: expect.stringMatching(/set its binding ASSETS .* and deploy it again\.$/),
    }
    const event = await until(() => receiver.received[0])
    expect(JSON.parse(event.body).data).toMatchObject({ component: 'assets', ...told })
    await untilQuiet(local)
    const atDesk = async () => {
      const reply = await local.request('/v1/admin/health?days=7', { headers: adminHeaders })
      return Troubles.parse(await reply.json()).data
    }
    const before = await atDesk()
    expect(before).toMatchObject([{ service: 'assets', ...told }])
    expect(before[0]?.times).toBeGreaterThanOrEqual(2)
    const heard = receiver.received.length
    const { degraded, citations } = await askFresh(ofTheBell, session)
    expect([degraded, citations[0]?.status]).toEqual([[], 'verified'])
    await untilQuiet(local)
    expect([await atDesk(), receiver.received.length]).toEqual([before, heard])
  })
})
