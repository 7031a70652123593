/**
 * The names that a collector knows our spans and metrics by: OpenTelemetry's conventions for generative
 * AI, open-telemetry/semantic-conventions-genai at commit 002c8a6. They are not stable yet; who moves
 * to a later commit changes this table, and nothing else.
 */
export const names = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  requestModel: 'gen_ai.request.model',
  responseModel: 'gen_ai.response.model',
  isStream: 'gen_ai.request.stream',
  conversation: 'gen_ai.conversation.id',
  workflow: 'gen_ai.workflow.name',
  dataSource: 'gen_ai.data_source.id',
  finishReasons: 'gen_ai.response.finish_reasons',
  timeToFirstChunk: 'gen_ai.response.time_to_first_chunk',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  tokenType: 'gen_ai.token.type',
  tool: 'gen_ai.tool.name',
  toolType: 'gen_ai.tool.type',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
  queryText: 'gen_ai.retrieval.query.text',
  documents: 'gen_ai.retrieval.documents',
  error: 'error.type',
  database: 'db.system.name',
} as const

/** Histograms, with the bounds that the conventions give them. */
export const metrics = {
  workflow: { name: 'gen_ai.workflow.duration', unit: 's' },
  operation: { name: 'gen_ai.client.operation.duration', unit: 's' },
  firstChunk: { name: 'gen_ai.client.operation.time_to_first_chunk', unit: 's' },
  tool: { name: 'gen_ai.execute_tool.duration', unit: 's' },
  tokens: { name: 'gen_ai.client.token.usage', unit: '{token}' },
} as const

/** From .01 s to 81.92 s in steps of two, and from 1 token to 4¹³ in steps of four. */
export const boundsOf = (unit: 's' | '{token}'): number[] =>
  Array.from({ length: 14 }, (_, at) => (unit === 's' ? 0.01 * 2 ** at : 4 ** at))

export const schemaUrl = 'https://opentelemetry.io/schemas/1.42.0'
