import { createParser } from 'eventsource-parser'
import * as z from 'zod/mini'
import type { Finish, Usage } from '../chat/events.ts'
import { jsonOrUndefined, orElse } from '../text/json.ts'
import { OpenRouterError } from './openrouter-door.ts'
import { gatheredReads } from './wire/gathered-reads.ts'

/** A piece of a reply; `finish` comes once, as the last piece but for `usage`. */
export type CompletionPart = { text: string } | { usage: Usage } | { finish: Finish }

const count = z.number().check(z.nonnegative())

const TextPart = z.object({ type: z.literal('text'), text: z.string() })

/** Text, or a list of parts of which those of type `text` are the answer; anything else is nothing. */
const Content = z.pipe(
  z.unknown(),
  z.transform((content: unknown) => {
    if (typeof content === 'string') return content
    if (!Array.isArray(content)) return ''
    return content.map((part) => TextPart.safeParse(part).data?.text ?? '').join('')
  }),
)

const Said = orElse(
  z.object({ content: z.optional(Content), refusal: z.optional(z.unknown()) }),
  {},
)

const Choice = orElse(
  z.object({
    index: z.optional(z.unknown()),
    delta: z.optional(Said),
    message: z.optional(Said),
    finish_reason: z.optional(z.unknown()),
    native_finish_reason: z.optional(z.unknown()),
  }),
  {},
)

const Frame = z.object({
  model: orElse(z.string(), ''),
  choices: orElse(z.array(Choice), []),
  usage: orElse(
    z.optional(z.object({ prompt_tokens: count, completion_tokens: count })),
    undefined,
  ),
  error: z.optional(z.unknown()),
})

const Failure = z.object({
  code: z.optional(z.unknown()),
  message: orElse(z.string(), 'The provider failed without a message'),
})

/** The most characters an event of the stream may have: more than any model sends at once. */
const maxEventCharacters = 256 * 1024

// What a reply may have beside its text, such as a model's reasoning or keep-alives, for each character that
// its text may have: a token has up to sixteen of them, so this is two events and 1 KiB for each token.
const eventsPerCharacter = 1 / 8
const bytesPerCharacter = 64

/**
 * The parts of a reply in the chat completions protocol of OpenAI, as OpenRouter and its providers
 * stream it. Frames of no use, such as keep-alives, unknown fields and what is not JSON, are passed over.
 * A stream that ends with no reason given has `[DONE]` for one; without that it is `broken`.
 * `maxCharacters` bounds the answer, whatever the model was told, and with it what comes without text:
 * more of that is a RangeError. Once they may rest, tokens are gathered. Throws an OpenRouterError where
 * the provider reports one.
 */
export async function* completionParts(
  body: ReadableStream<Uint8Array>,
  maxCharacters: number,
  mayRest = () => false,
): AsyncGenerator<CompletionPart> {
  let finish: Finish | undefined
  let isDeclined = false
  let left = maxCharacters
  const silent = { events: 0, bytes: 0 }
  // Tokens that arrive at once are one piece: all that handles a piece handles it once.
  let said = ''
  for await (const data of events(body, mayRest)) {
    if (typeof data === 'number') {
      if (said) yield { text: said }
      else silent.bytes += data
      said = ''
    } else silent.events += 1
    if (isTooSilent(silent, maxCharacters)) {
      // What was said to its end needs nothing more.
      if (finish === undefined) throw tooSilent(silent)
      break
    }
    if (typeof data === 'number') continue
    if (data === '[DONE]') {
      finish ??= isDeclined ? 'filtered' : 'stop'
      break
    }
    if (!mayMatter.test(data)) continue
    const read = jsonOrUndefined(data)
    const token = finish === undefined ? tokenOf(read) : undefined
    if (token && token.length <= left) {
      silent.events -= 1
      said += token
      left -= token.length
      continue
    }
    const frame = Frame.safeParse(read)
    if (!frame.success) continue
    const { usage, model, error } = frame.data
    if (said && (usage || error)) {
      yield { text: said }
      said = ''
    }
    throwFailure(error)
    const choice = frame.data.choices[0]
    const text = choice?.delta?.content || choice?.message?.content || ''
    isDeclined ||= isText(choice?.delta?.refusal) || isText(choice?.message?.refusal)
    if (text && finish === undefined) {
      silent.events -= 1
      said += text.slice(0, left)
      left -= text.length
      if (left < 0) {
        finish = 'length'
        break
      }
    }
    finish ??= finishOf(choice?.finish_reason, choice?.native_finish_reason)
    if (finish === 'stop' && isDeclined) finish = 'filtered'
    if (usage) yield { usage: { model, ...usage } }
  }
  if (said) yield { text: said }
  yield { finish: finish ?? 'broken' }
}

/**
 * The text of a frame that holds nothing else, as nearly every frame of a reply does: told by hand, at a
 * tenth of what the schema of all frames costs. None where there is more to a frame, or less.
 */
function tokenOf(frame: unknown): string | undefined {
  if (!isRecord(frame) || isSaid(frame.usage) || isSaid(frame.error)) return undefined
  const choice: unknown = Array.isArray(frame.choices) ? frame.choices[0] : undefined
  if (!isRecord(choice) || isSaid(choice.message) || isSaid(choice.finish_reason)) return undefined
  const { delta } = choice
  if (!isRecord(delta) || isSaid(delta.refusal) || !isText(delta.content)) return undefined
  return delta.content
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isSaid = (value: unknown) => value !== undefined && value !== null

// A frame that has none of these, such as reasoning, need not be read.
const mayMatter = /"(?:content|refusal|finish_reason|usage|error)"\s*:(?!\s*(?:null|"")\s*[,}])/

interface Silent {
  events: number
  bytes: number
}

const isTooSilent = ({ events, bytes }: Silent, maxCharacters: number) =>
  events > maxCharacters * eventsPerCharacter || bytes > maxCharacters * bytesPerCharacter

const tooSilent = ({ events, bytes }: Silent) =>
  new RangeError(`The model sent ${events} events (${bytes} bytes) without text, and was stopped`)

/**
 * The data of each server-sent event, and after those that arrived together in how many bytes they did;
 * an event too large to be one ends the stream.
 */
async function* events(
  body: ReadableStream<Uint8Array>,
  mayRest: () => boolean,
): AsyncGenerator<string | number> {
  const decoder = new TextDecoder()
  const waiting: string[] = []
  let isTooLarge = false
  const parser = createParser({
    maxBufferSize: maxEventCharacters,
    onEvent: ({ data }) => void waiting.push(data),
    onError: ({ type }) => {
      isTooLarge ||= type === 'max-buffer-size-exceeded'
    },
  })
  for await (const chunks of gatheredReads(body, mayRest)) {
    parser.feed(chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join(''))
    yield* waiting.splice(0)
    yield chunks.reduce((bytes, chunk) => bytes + chunk.byteLength, 0)
    if (isTooLarge) return
  }
  // Some hosts leave out the empty line after the last event.
  parser.feed(`${decoder.decode()}\n\n`)
  yield* waiting.splice(0)
  yield 0
}

function throwFailure(error: unknown) {
  if (error === undefined || error === null) return
  const failure = Failure.safeParse(error).data
  const message = failure?.message ?? String(error).slice(0, 200)
  throw new OpenRouterError(Number(failure?.code) || 502, message)
}

// OpenRouter's words, and those of hosts that pass on their provider's own.
const finishes: Record<string, Finish> = {
  stop: 'stop',
  eos: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  completed: 'stop',
  length: 'length',
  max_tokens: 'length',
  max_output_tokens: 'length',
  model_length: 'length',
  content_filter: 'filtered',
  safety: 'filtered',
  recitation: 'filtered',
  prohibited_content: 'filtered',
  blocklist: 'filtered',
  spii: 'filtered',
  refusal: 'filtered',
}

function finishOf(reason: unknown, native: unknown): Finish | undefined {
  if (!isText(reason)) return undefined
  const said = finishes[reason.toLowerCase()] ?? 'broken'
  // Some providers call what their filter held back a `stop`, and say so only in their own word.
  const own = isText(native) ? finishes[native.toLowerCase()] : undefined
  return said === 'stop' && own !== undefined ? own : said
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
