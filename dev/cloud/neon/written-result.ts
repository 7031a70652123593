import { createJsonBytes, type JsonBytes } from './json-bytes.ts'

/** What Postgres replies to statements that ran one after another: its messages, as they came. */
export type Reply = Buffer<ArrayBuffer>

/** A message of Postgres' protocol: the letter of its kind, and where its body stands. */
interface Message {
  kind: string
  from: number
  to: number
}

const json = createJsonBytes()

/**
 * The results in a reply, each as the JSON in which Neon gives it: every value is Postgres' own text, or
 * null. They are written from the bytes of the one to those of the other, for texts of thousands of
 * characters would be made only to be taken apart again. `fields` are those of each, as JSON.
 */
export function writtenResults(reply: Reply, fields: string[]): Uint8Array<ArrayBuffer>[] {
  const results: Uint8Array<ArrayBuffer>[] = []
  let rows = 0
  for (const { kind, from, to } of messagesOf(reply)) {
    if (kind === 'D') {
      json.text(rows === 0 ? beginning(fields[results.length]) : ',')
      rows += 1
      writeRow(json, reply, from)
    } else if (kind === 'C' || kind === 'I') {
      if (rows === 0) json.text(beginning(fields[results.length]))
      json.text(ending(kind === 'C' ? reply.toString('latin1', from, to - 1) : ''))
      results.push(json.take())
      rows = 0
    }
  }
  return results
}

/** Whether something failed. */
export const hasFailed = (reply: Reply) => messagesOf(reply).some(({ kind }) => kind === 'E')

// A message is its kind, its length without that, and its body: https://www.postgresql.org/docs/current/protocol-message-formats.html
function* messagesOf(reply: Reply): Generator<Message> {
  for (let at = 0; at < reply.length; ) {
    const to = at + 1 + reply.readInt32BE(at + 1)
    yield { kind: String.fromCharCode(reply[at] ?? 0), from: at + 5, to }
    at = to
  }
}

/** A row is a number of values, each of which is its length, or −1 for null, and its text. */
function writeRow(json: JsonBytes, reply: Reply, from: number) {
  const count = reply.readInt16BE(from)
  let at = from + 2
  for (let n = 0; n < count; n += 1) {
    const length = reply.readInt32BE(at)
    json.text(n === 0 ? '[' : ',')
    at += 4
    if (length < 0) json.text('null')
    else json.string(reply, at, at + length)
    at += Math.max(0, length)
  }
  json.text(count === 0 ? '[]' : ']')
}

const beginning = (fields = '[]') => `{"rowAsArray":true,"fields":${fields},"rows":[`

/** The tag says what was done and, where there are any, to how many rows: `INSERT 0 5`. */
function ending(tag: string): string {
  const [command = '', ...counts] = tag.split(' ')
  return `],"command":${JSON.stringify(command)},"rowCount":${Number(counts.at(-1)) || 0}}`
}
