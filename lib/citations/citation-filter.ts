import { isIndex, isUnclearIndex, openers, readCitation } from './citation-forms.ts'
import { createCodeScanner } from './code-scanner.ts'

// A form has at most 90 characters, and a link's target as many again.
const lookAhead = 200

/**
 * Lets an answer's text through as it streams, with each citation, in whatever form the model gives
 * it, as `[n]` markers of sources that there are: of five sources, `[1, 7]` becomes `[1]`, `【2†x】`
 * becomes `[2]`, and `[7]` goes together with the blank before it. Citations may be split over chunks;
 * in code they are left alone. Holds back at most the length of one citation.
 */
export function createCitationFilter(known: ReadonlySet<number>) {
  const code = createCodeScanner()
  let held = ''
  // The line up to here, as it is shown, and blanks that wait until it is known what follows them.
  let line = ''
  let blanks = ''
  // What was read last: a citation that is shown, one that was dropped, or text.
  let last: 'cited' | 'dropped' | 'text' = 'text'

  function show(text: string): string {
    if (last === 'dropped' && closesUp.test(text)) blanks = ''
    const shown = blanks + text
    blanks = ''
    last = 'text'
    line = text === '\n' ? '' : line + shown
    return shown
  }

  function cite(numbers: number[]): string {
    const marks = numbers.filter((n) => known.has(n)).map((n) => `[${n}]`)
    if (marks.length === 0) {
      last = last === 'cited' ? 'cited' : 'dropped'
      return ''
    }
    const shown = (last === 'cited' ? '' : blanks) + marks.join('')
    blanks = ''
    last = 'cited'
    line += shown
    return shown
  }

  /** How much of the text is read, and what of it is shown; `unclear` where only more text can tell. */
  function step(rest: string, isEnd: boolean): { shown: string; length: number } | 'unclear' {
    const character = rest.charAt(0)
    const plain = () => ({ shown: show(character), length: 1 })
    const joint = last === 'text' ? 0 : jointLength(rest, isEnd)
    if (joint === 'unclear') return joint
    if (joint > 0) return { shown: '', length: joint }
    const isCode = code.read(character)
    if (!isCode && character === ' ') {
      if (last === 'text' || blanks === '') blanks += ' '
      return { shown: '', length: 1 }
    }
    if (isCode || !openers.has(character) || line.endsWith('\\')) return plain()
    if (blanks === '' && isIndex(line, rest)) return plain()
    if (blanks === '' && !isEnd && isUnclearIndex(line, rest)) return 'unclear'
    const reading = readCitation(rest, isEnd, (line + blanks).trim() === '')
    if (reading === 'unclear') return reading
    if (reading === 'text') return plain()
    return { shown: cite(reading.numbers), length: reading.length }
  }

  function settle(chunk: string, isEnd: boolean): string {
    const text = held + chunk
    held = ''
    let out = ''
    for (let at = 0; at < text.length; ) {
      const read = step(text.slice(at, at + lookAhead), isEnd)
      if (read === 'unclear') {
        held = text.slice(at)
        return out
      }
      out += read.shown
      at += read.length
    }
    return out
  }

  return {
    /** The part of the text so far that is safe to show. */
    push: (chunk: string): string => settle(chunk, false),

    /** What was held back, when the stream has ended. */
    end(): string {
      const shown = settle('', true) + (last === 'dropped' ? '' : blanks)
      blanks = ''
      return shown
    },
  }
}

// Before these no blank is left where a citation was dropped.
const closesUp = /^[\s.,;:!?)\]»”…。、，；：！？）]/u

const joints = /^(?: ?[,;&、，] ?| (?:and|und|et|y|e) |[和与])(?=[[【［])/u
const mayBeJoint = /^(?: ?[,;&、，]? ?| (?:a|an|and|u|un|und|e|et|y) ?|[和与])$/u

/** How long what joins two citations is, as in `[1], [2] und [3]`; 0 where nothing does. */
function jointLength(rest: string, isEnd: boolean): number | 'unclear' {
  const joint = joints.exec(rest)
  if (!joint) return !isEnd && mayBeJoint.test(rest) ? 'unclear' : 0
  const reading = readCitation(rest.slice(joint[0].length), isEnd, false)
  if (reading === 'unclear') return 'unclear'
  return reading === 'text' ? 0 : joint[0].length
}
