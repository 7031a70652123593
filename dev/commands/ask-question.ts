import { EventSourceParserStream } from 'eventsource-parser/stream'
import * as z from 'zod/mini'
import { Citation, Done, Sources } from '../../lib/chat/events.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import { reasonOf } from './reason-of.ts'
import { askSuite } from './suite-door.ts'
import { CommandFailure } from './usage-error.ts'

const Delta = z.object({ text: z.string() })
const Citations = z.object({ citations: z.array(Citation) })
const Failure = z.object({ title: z.string() })

/** Asks a running suite one question and prints the answer as it streams, then what it rests on. */
export async function askQuestion(url: string, question: string): Promise<z.infer<typeof Done>> {
  const json = { 'content-type': 'application/json' }
  const opened = await askSuite(url, '/v1/sessions', { method: 'POST', headers: json, body: '{}' })
  if (!opened.ok) throw new CommandFailure(`No session could be opened: ${await reasonOf(opened)}`)
  const { session_id, token } = OpenedSession.parse(await opened.json())
  const response = await askSuite(url, '/v1/chat', {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${token}` },
    body: JSON.stringify({ session_id, question }),
  })
  if (!response.ok || !response.body)
    throw new CommandFailure(`No answer: ${await reasonOf(response)}`)
  return await print(response.body)
}

async function print(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<z.infer<typeof Done>> {
  let sources: z.infer<typeof Sources>['sources'] = []
  let citations: z.infer<typeof Citation>[] = []
  const events = body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
  for await (const { event, data } of events) {
    const value: unknown = JSON.parse(data)
    if (event === 'sources') sources = Sources.parse(value).sources
    if (event === 'delta') process.stdout.write(Delta.parse(value).text)
    if (event === 'citations') citations = Citations.parse(value).citations
    if (event === 'error') throw new CommandFailure(Failure.parse(value).title)
    if (event !== 'done') continue
    printSources(sources, citations)
    const done = Done.parse(value)
    printDone(done)
    return done
  }
  throw new CommandFailure('The stream ended before the answer was done')
}

function printSources(
  sources: z.infer<typeof Sources>['sources'],
  citations: z.infer<typeof Citation>[],
) {
  const cited = sources.filter((source) => citations.some(({ n }) => n === source.n))
  if (cited.length > 0) console.log('\n\nSources')
  for (const { n, source, chapter, section } of cited) {
    console.log(`  [${n}] ${[chapter, section].filter(Boolean).join(' › ')} (${source})`)
    for (const { quote, status } of citations.filter((citation) => citation.n === n)) {
      console.log(`      ${status}: “${quote.replace(/\s+/g, ' ').slice(0, 160)}”`)
    }
  }
}

function printDone({ latency_ms, cached, degraded, usage }: z.infer<typeof Done>) {
  const notes = [
    `${latency_ms} ms`,
    cached && `from the cache (${cached})`,
    degraded.length > 0 && `without ${degraded.join(', ')}`,
    usage && `by ${usage.model}`,
  ]
  console.log(`\n${notes.filter(Boolean).join(' · ')}`)
}
