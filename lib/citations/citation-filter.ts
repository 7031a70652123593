/**
 * Lets an answer's text through as it streams, without the citation markers that name no source:
 * `[7]` of five sources is dropped, `[1, 7]` becomes `[1]`. Markers may be split over chunks; inside
 * code they are left alone. Holds back at most the length of one marker.
 */
export function createCitationFilter(known: ReadonlySet<number>) {
  const code = createCodeScanner()
  let held = ''
  // The line up to here.
  let line = ''

  function settle(text: string, isEnd: boolean): string {
    let out = ''
    for (let at = 0; at < text.length; ) {
      const character = text.charAt(at)
      if (code.read(character) || character !== '[' || line.endsWith('\\')) {
        out += character
        line = character === '\n' ? '' : line + character
        at += 1
        continue
      }
      const rest = text.slice(at)
      const marker = (line.trim() === '' ? notDefined : notLinked).exec(rest)
      if (!isEnd && couldGrow(rest, marker !== null)) {
        held = rest
        return out
      }
      out += marker ? cited(marker[0], known) : '['
      line += marker?.[0] ?? '['
      at += marker ? marker[0].length : 1
    }
    return out
  }

  return {
    /** The part of the text so far that is safe to show. */
    push(chunk: string): string {
      const text = held + chunk
      held = ''
      return settle(text, false)
    },

    /** What was held back, when the stream has ended. */
    end(): string {
      const text = held
      held = ''
      return settle(text, true)
    },
  }
}

const notLinked = /^\[\s*\d{1,3}(?:\s*,\s*\d{1,3}){0,9}\s*\](?!\()/

// At the beginning of a line, `[1]:` says where a link leads.
const notDefined = /^\[\s*\d{1,3}(?:\s*,\s*\d{1,3}){0,9}\s*\](?![(:])/

const longestMarker = 60

/** Whether more text could still turn this opening bracket into a marker, or a marker into a link. */
function couldGrow(rest: string, isMarker: boolean): boolean {
  if (isMarker) return /^\[[^\]]*\]$/.test(rest)
  return rest.length < longestMarker && /^\[[\d\s,]*\]?$/.test(rest)
}

function cited(marker: string, known: ReadonlySet<number>): string {
  const numbers = marker.match(/\d+/g)?.map(Number) ?? []
  return numbers
    .filter((n) => known.has(n))
    .map((n) => `[${n}]`)
    .join('')
}

/** Follows Markdown's code spans and fences; `read` says whether this character is inside one. */
function createCodeScanner() {
  let open = ''
  let run = ''
  let isLineHead = true
  return {
    read(character: string): boolean {
      const goesOn = run === '' ? isMark(character, isLineHead) : run.endsWith(character)
      if (!goesOn && run !== '') {
        if (open === '') open = /^~~?$/.test(run) ? '' : run
        else if (open.length < 3 ? open === run : run.startsWith(open)) open = ''
        run = isMark(character, false) ? character : ''
      } else if (goesOn) run += character
      // The end of its line closes a span that was never closed; only a fence goes on.
      if (character === '\n' && open.length < 3) open = ''
      isLineHead = character === '\n' || (isLineHead && character === ' ')
      return open !== '' || run !== ''
    },
  }
}

/** Backticks anywhere, and tildes at the beginning of a line, where they may be a fence. */
const isMark = (character: string, isLineHead: boolean) =>
  character === '`' || (character === '~' && isLineHead)
