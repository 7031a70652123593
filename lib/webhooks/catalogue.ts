import * as z from 'zod/mini'
import { CachedAs } from '../chat/events.ts'
import { RetrievalMode } from '../chat/question.ts'
import { runTotals } from '../chat/run-totals.ts'
import type { EventType } from './events.ts'

interface CataloguedEvent {
  type: z.infer<typeof EventType>
  summary: string
  data: z.ZodMiniType
  example: Record<string, unknown>
}

const sessionId = '3f0c9a52-6f0e-4d0e-9c1b-5b6f3f6f0a11'
const queryId = '8d7f2f3e-0b8e-4f0c-8a41-0a6d8f6d2b55'
const escalationId = 'c4b8d6de-27f3-4be2-9d0f-6f6f0f5a2b10'
const runId = 42
const deliveryId = '5e0c9d0a-4a0f-4c63-9f0e-2f1f4bb1f6c7'
const gapId = 'd2f0a1b4-6c1e-4f0a-9b3d-2a7c5e8f9a10'
const webhookId = 'b1a2c3d4-1f2e-4a3b-8c4d-5e6f7a8b9c0d'

const Source = z.looseObject({
  n: z.int(),
  passage_id: z.string(),
  source: z.string(),
  url: z.optional(z.string()),
  section: z.string(),
})

const EndedSession = z.looseObject({
  session_id: z.uuid(),
  outcome_basis: z.optional(z.enum(['assumed', 'confirmed'])),
  signal: z.optional(z.string()),
})

const IngestionRun = z.looseObject({
  id: z.int(),
  status: z.enum(['completed', 'failed']),
  started_at: z.iso.datetime(),
  completed_at: z.optional(z.iso.datetime()),
  ...runTotals,
  error_message: z.optional(z.string()),
})

const exampleRun = {
  id: runId,
  status: 'completed',
  started_at: '2026-11-21T03:00:00.000Z',
  completed_at: '2026-11-21T03:01:12.000Z',
  total_chapters: 42,
  total_passages: 1310,
  passages_added: 12,
  passages_kept: 1298,
  passages_removed: 3,
  embedding_tokens: 4100,
}

/** What each event's `data` holds, with an example. A field may be added; none is taken away. */
export const webhookEvents: CataloguedEvent[] = [
  {
    type: 'chat.response.generated',
    summary: 'A question has been answered, or the book does not answer it',
    data: z.looseObject({
      query_id: z.uuid(),
      session_id: z.uuid(),
      question: z.string(),
      answer: z.string(),
      answered: z.boolean(),
      cached: CachedAs,
      degraded: z.array(z.string()),
      latency_ms: z.number(),
      retrieval_mode: RetrievalMode,
      sources: z.array(Source),
    }),
    example: {
      query_id: queryId,
      session_id: sessionId,
      question: 'How do two nodes talk to each other?',
      answer: 'They publish messages to a topic that the other subscribes to [1].',
      answered: true,
      cached: false,
      degraded: [],
      latency_ms: 812,
      retrieval_mode: 'full_book',
      sources: [
        {
          n: 1,
          passage_id: '4611686018427387904',
          source: 'Part-3-ros2/01-nodes-topics.md',
          url: 'https://book.example.com/ros2/nodes-topics#topics',
          section: 'Topics',
        },
      ],
    },
  },
  {
    type: 'chat.escalated',
    summary: 'A reader asked for a human',
    data: z.looseObject({
      session_id: z.uuid(),
      reason: z.string(),
      contact: z.optional(z.string()),
      escalation_id: z.optional(z.uuid()),
      transcript_url: z.optional(z.url()),
    }),
    example: {
      session_id: sessionId,
      reason: 'My order is not in the book',
      contact: 'reader@example.com',
      escalation_id: escalationId,
      transcript_url: `https://marginalia.example.com/v1/sessions/${sessionId}/messages`,
    },
  },
  {
    type: 'escalation.taken',
    summary: 'A person has taken a hand-off',
    data: z.looseObject({ session_id: z.uuid(), escalation_id: z.uuid(), taken_by: z.string() }),
    example: { session_id: sessionId, escalation_id: escalationId, taken_by: 'Ada' },
  },
  {
    type: 'escalation.message',
    summary: 'The reader, or the person who helps, wrote something after a hand-off',
    data: z.looseObject({
      session_id: z.uuid(),
      escalation_id: z.uuid(),
      from: z.enum(['reader', 'person']),
      author: z.optional(z.string()),
      content: z.string(),
    }),
    example: {
      session_id: sessionId,
      escalation_id: escalationId,
      from: 'person',
      author: 'Ada',
      content: 'Your order left this morning.',
    },
  },
  {
    type: 'escalation.closed',
    summary: 'A person has closed a hand-off',
    data: z.looseObject({ session_id: z.uuid(), escalation_id: z.uuid(), closed_by: z.string() }),
    example: { session_id: sessionId, escalation_id: escalationId, closed_by: 'Ada' },
  },
  {
    type: 'session.created',
    summary: 'A reader opened a session',
    data: z.looseObject({ session_id: z.uuid(), created_at: z.iso.datetime() }),
    example: { session_id: sessionId, created_at: '2026-11-21T09:29:12.000Z' },
  },
  {
    type: 'session.resolved',
    summary: 'A session ended with its question answered',
    data: EndedSession,
    example: { session_id: sessionId, outcome_basis: 'confirmed', signal: 'reader' },
  },
  {
    type: 'session.abandoned',
    summary: 'A session ended without an outcome',
    data: EndedSession,
    example: { session_id: sessionId, outcome_basis: 'assumed', signal: 'unanswered' },
  },
  {
    type: 'feedback.received',
    summary: 'A reader rated an answer',
    data: z.looseObject({
      query_id: z.uuid(),
      session_id: z.optional(z.uuid()),
      rating: z.enum(['up', 'down']),
      reason: z.optional(z.string()),
      comment: z.optional(z.string()),
    }),
    example: {
      query_id: queryId,
      session_id: sessionId,
      rating: 'down',
      reason: 'outdated',
      comment: 'Since 2.0 it is gone',
    },
  },
  {
    type: 'knowledge.document.indexed',
    summary: 'A page has been read into the index',
    data: z.looseObject({
      run_id: z.int(),
      source: z.string(),
      chapter: z.string(),
      passages_added: z.int(),
      passages_kept: z.int(),
      passages_removed: z.int(),
    }),
    example: {
      run_id: runId,
      source: 'Part-3-ros2/01-nodes-topics.md',
      chapter: 'Nodes and topics',
      passages_added: 4,
      passages_kept: 9,
      passages_removed: 1,
    },
  },
  {
    type: 'ingestion.completed',
    summary: 'The index is at the state of the source',
    data: IngestionRun,
    example: exampleRun,
  },
  {
    type: 'ingestion.failed',
    summary: 'An ingestion run failed; the index is as before',
    data: IngestionRun,
    example: {
      ...exampleRun,
      status: 'failed',
      passages_added: 0,
      error_message: '61 % of the pages would vanish',
    },
  },
  {
    type: 'gap.opened',
    summary: 'Readers missed something in the book that no gap held yet, or a closed gap once more',
    data: z.looseObject({
      gap_id: z.uuid(),
      run_id: z.int(),
      question: z.string(),
      page: z.optional(z.looseObject({ source: z.string(), url: z.string() })),
    }),
    example: {
      gap_id: gapId,
      run_id: runId,
      question: 'How do I record a topic?',
      page: {
        source: 'Part-3-ros2/01-nodes-topics.md',
        chapter: 'Nodes and topics',
        section: 'Topics',
        url: 'https://book.example.com/ros2/nodes-topics#topics',
      },
    },
  },
  {
    type: 'gap.closed',
    summary: 'A gap was asked again after a run, and is answered and verified now',
    data: z.looseObject({
      gap_id: z.uuid(),
      run_id: z.int(),
      question: z.string(),
      citations: z.array(z.looseObject({ url: z.optional(z.string()), quote: z.string() })),
    }),
    example: {
      gap_id: gapId,
      run_id: runId,
      question: 'How do I record a topic?',
      citations: [
        {
          url: 'https://book.example.com/ros2/bags#record',
          quote: 'ros2 bag record writes the messages of a topic to a file.',
        },
      ],
    },
  },
  {
    type: 'answer.regressed',
    summary: 'A question that was answered is not answered, or not verified, since a run',
    data: z.looseObject({
      query_id: z.uuid(),
      run_id: z.int(),
      question: z.string(),
      reason: z.enum(['refused', 'unverified']),
    }),
    example: {
      query_id: queryId,
      run_id: runId,
      question: 'How do two nodes talk to each other?',
      reason: 'refused',
    },
  },
  {
    type: 'budget.reached',
    summary: "The deployment's budget of the day is spent; answers are passages until it ends",
    data: z.looseObject({
      day: z.iso.date(),
      measure: z.enum(['tokens', 'money']),
      limit: z.number(),
      spent: z.number(),
      ends_at: z.iso.datetime(),
    }),
    example: {
      day: '2026-11-21',
      measure: 'tokens',
      limit: 2000000,
      spent: 2000412,
      ends_at: '2026-11-22T00:00:00.000Z',
    },
  },
  {
    type: 'error.occurred',
    summary: 'Something needs its owner, such as a reader who joined another channel',
    data: z.looseObject({ component: z.string(), message: z.string() }),
    example: {
      component: 'identities',
      message: 'A reader joined another channel',
      session_id: sessionId,
    },
  },
  {
    type: 'webhook.exhausted',
    summary: 'A delivery has been given up',
    data: z.looseObject({
      webhook_id: z.uuid(),
      delivery_id: z.uuid(),
      event_id: z.string(),
      event_type: z.string(),
      attempts: z.int(),
      http_status: z.optional(z.int()),
      error_message: z.optional(z.string()),
    }),
    example: {
      webhook_id: webhookId,
      delivery_id: deliveryId,
      event_id: `evt_${queryId}`,
      event_type: 'chat.response.generated',
      attempts: 10,
      http_status: 500,
      error_message: 'The receiver answered 500',
    },
  },
  {
    type: 'webhook.disabled',
    summary: 'A webhook was taken out of service',
    data: z.looseObject({ webhook_id: z.uuid(), url: z.string(), reason: z.string() }),
    example: {
      webhook_id: webhookId,
      url: 'https://crm.example.com/marginalia',
      reason: 'Five days of nothing but failures',
    },
  },
  {
    type: 'webhook.test',
    summary: 'The owner asked for a test of this webhook',
    data: z.looseObject({ webhook_id: z.uuid(), message: z.string() }),
    example: { webhook_id: webhookId, message: 'This webhook works.' },
  },
]
