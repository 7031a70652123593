// The mark of the rules in prompt.ts, with the underscore escaped as Markdown has it, or lost.
const mark = /NO(?:\\?_|[ -])ANSWER/
const spellings = ['NO_ANSWER', 'NO\\_ANSWER', 'NO ANSWER', 'NO-ANSWER']

// What may stand around the mark and says nothing: emphasis, quotes, brackets, a list's or a heading's sign.
const decoration = new Set(' \t\n*_`~"\'“”„«»([{>#-+')
const isDecoration = /^[\s*_`~"'“”„«»()[\]{}>#+-]*$/
const closers = /^[*_`~"'”“»)\]}.!。…:]*[^\S\n]*/
const sentenceEnd = /[.!?:;。！？：…|][\s*_`~"'“”„«»()[\]{}>#+-]*$/

/** How much may wait to be told apart, in characters: nobody decorates a mark with more. */
const longestHeld = 400

type Verdict = 'refusal' | 'text' | 'unclear'

/**
 * Lets a reply's text through as it streams up to a `NO_ANSWER` that stands for a refusal: alone, alone
 * on its line, or as a sentence of its own, in emphasis, quotes or code or without. From there on
 * nothing is let through. In the middle of a sentence it is a word like any other.
 */
export function createRefusalFilter() {
  let held = ''
  let isRefused = false
  // Whether anything was said before, and the line up to here.
  let isBegun = false
  let line = ''

  function show(text: string): string {
    isBegun ||= !isDecoration.test(text)
    line = (line + text).slice(-longestHeld)
    line = line.slice(line.lastIndexOf('\n') + 1)
    return text
  }

  function settle(isEnd: boolean): string {
    let out = ''
    for (;;) {
      const found = mark.exec(held)
      if (!found) {
        const keep = isEnd ? held.length : startOfTail(held)
        out += show(held.slice(0, keep))
        held = held.slice(keep)
        return out
      }
      const end = found.index + found[0].length
      const before = held.slice(0, found.index)
      const verdict = judge(before, held.slice(end), isEnd)
      if (verdict === 'text') {
        out += show(held.slice(0, end))
        held = held.slice(end)
        continue
      }
      const start = startOfDecoration(before)
      out += show(before.slice(0, start))
      held = verdict === 'refusal' ? '' : held.slice(start)
      isRefused = verdict === 'refusal'
      return out
    }
  }

  function judge(before: string, after: string, isEnd: boolean): Verdict {
    if (!isEnd && after.length > longestHeld && after.trim() === '') return 'refusal'
    const closed = closers.exec(after)?.[0] ?? ''
    const rest = after.slice(closed.length)
    if (rest === '' && !isEnd) return 'unclear'
    const isAtLineEnd = rest === '' || rest.startsWith('\n')
    if (!isBegun && isDecoration.test(before)) {
      if (isAtLineEnd) return 'refusal'
      // "NO_ANSWER means …", "`NO_ANSWER` is …": a sentence about the mark itself.
      const goesOn = !/[.:!。…]/.test(closed) && /^\p{Ll}/u.test(rest)
      return goesOn || before.includes('`') ? 'text' : 'refusal'
    }
    if (!isAtLineEnd) return 'text'
    const lineBefore = (line + before).slice((line + before).lastIndexOf('\n') + 1)
    if (isDecoration.test(lineBefore) || sentenceEnd.test(lineBefore)) return 'refusal'
    if (rest.trim() !== '') return 'text'
    if (!isEnd) return 'unclear'
    return /[`.!。]/.test(closed) ? 'text' : 'refusal'
  }

  return {
    /** The part of the text so far that is answer. */
    push(chunk: string): string {
      if (isRefused) return ''
      held += chunk
      return settle(false)
    },

    /** What was held back, when the stream has ended. */
    end: (): string => (isRefused ? '' : settle(true)),

    /** Whether the model has said that the passages do not hold the answer. */
    get isRefused(): boolean {
      return isRefused
    },
  }
}

/** Where the decoration at the end of a text begins, a fence's line with its language included. */
function startOfDecoration(text: string): number {
  let at = text.length
  while (at > 0 && decoration.has(text.charAt(at - 1))) at -= 1
  const fence = /(?:^|\n)[ \t]*(?:`{3,}|~{3,})[a-z]{1,12}$/.exec(text.slice(0, at))
  return fence && (at === text.length || text.charAt(at) === '\n')
    ? startOfDecoration(text.slice(0, fence.index))
    : at
}

/** Where the end of a text begins that may yet become a mark with what decorates it. */
function startOfTail(text: string): number {
  const partial = Math.max(
    0,
    ...spellings.map((spelling) => {
      let length = Math.min(spelling.length - 1, text.length)
      while (length > 0 && !text.endsWith(spelling.slice(0, length))) length -= 1
      return length
    }),
  )
  const at = startOfDecoration(text.slice(0, text.length - partial))
  return text.length - at > longestHeld ? text.length - partial : at
}
