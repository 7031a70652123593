import { createFenceTracker } from '../../text/markdown/fence.ts'

// A payload that a reader could still read is left alone.
const leastPayload = 24
const leastEncoded = 200
const leastMinified = 600
const minifiedHead = 120

const dataUri =
  /\bdata:[a-z]+\/[\w.+-]+(?:;[\w-]+(?:=[\w.-]+)?){0,4}(?:;base64)?,([^\s"'<>()[\]\\`]*)/gi
const drawnUri = /\bdata:image\/svg\+xml[^,\s<>]{0,60},\s*(?=<svg)/gi
const encoded = new RegExp(`(?<![\\w+/=-])[A-Za-z0-9+/_-]{${leastEncoded},}={0,2}`, 'g')
const encodedLine = /^[ \t>]*[A-Za-z0-9+/]{56,100}={0,2}$/
const drawnPath = /(\s(?:d|points|transform)=)(?:"(?=[Mm\d-])[^"]{60,}"|'(?=[Mm\d-])[^']{60,}')/g
const inlineStyle = /\sstyle=(?:"[^"]*"|'[^']*')/gi

/**
 * A page's lines without what no person reads: the payload of data URIs, base64, drawn paths, inline
 * styles, minified code. In code a sign stays in the place of what is left out.
 */
export function withoutPayloads(body: string): string[] {
  const lines = withoutDrawnUris(body).split('\n')
  const isCode = createFenceTracker()
  const kept: string[] = []
  for (const [at, line] of lines.entries()) {
    const inCode = isCode(line)
    if (isEncodedRun(lines, at)) {
      if (inCode && !isEncodedRun(lines, at - 1)) kept.push('…')
      continue
    }
    kept.push(cleaned(line, inCode))
  }
  return kept
}

function cleaned(line: string, inCode: boolean): string {
  if (line.length < leastPayload) return line
  const readable = line
    .replace(dataUri, (uri, payload: string) => shortened(uri, payload, inCode))
    .replace(encoded, (run) => (isEncoded(run) ? '…' : run))
    .replace(drawnPath, inCode ? '$1"…"' : '')
  if (!isMinified(readable)) return inCode ? readable : readable.replace(inlineStyle, '')
  return inCode ? `${readable.slice(0, minifiedHead).toWellFormed()} …` : ''
}

function shortened(uri: string, payload: string, inCode: boolean): string {
  if (payload.length < leastPayload) return uri
  return inCode ? `${uri.slice(0, uri.length - payload.length)}…` : 'data:…'
}

/** Drawings written out in a URI, with blanks and quotes of their own. */
function withoutDrawnUris(body: string): string {
  const lastClose = body.lastIndexOf('</svg>')
  if (lastClose < 0) return body
  let kept = ''
  let from = 0
  const opening = new RegExp(drawnUri)
  for (let match = opening.exec(body); match !== null; match = opening.exec(body)) {
    const start = opening.lastIndex
    if (start > lastClose) break
    const end = body.indexOf('</svg>', start) + '</svg>'.length
    kept += `${body.slice(from, match.index)}${body.slice(match.index, end).replace(/[^\n]+/g, '')}`
    from = end
    opening.lastIndex = end
  }
  return kept + body.slice(from)
}

/** Lines of base64 as they are wrapped in files: each alone could be a word, two in a row are not. */
function isEncodedRun(lines: readonly string[], at: number): boolean {
  const isRun = (line: string | undefined) =>
    line !== undefined && encodedLine.test(line) && isEncoded(line)
  return isRun(lines[at]) && (isRun(lines[at - 1]) || isRun(lines[at + 1]))
}

// Rules of dashes and paths of folders are of one kind of letters.
const isEncoded = (run: string) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run)

function isMinified(line: string): boolean {
  if (line.length < leastMinified) return false
  const blanks = line.match(/\s/g)?.length ?? 0
  // Scripts without spaces are written in no ASCII letters.
  const ascii = line.match(/[!-~]/g)?.length ?? 0
  const signs = line.match(/[{}()[\];,=:]/g)?.length ?? 0
  return blanks < line.length * 0.03 && ascii > line.length * 0.95 && signs > line.length * 0.08
}
