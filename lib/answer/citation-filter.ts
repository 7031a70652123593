/**
 * Lets an answer's text through as it streams, without the citation markers that name no source:
 * `[7]` of five sources is dropped, `[1, 7]` becomes `[1]`. Markers may be split over chunks; inside
 * code they are left alone. Holds back at most the length of one marker.
 */
export function createCitationFilter(known: ReadonlySet<number>) {
  const code = createCodeScanner()
  let held = ''

  function settle(text: string, isEnd: boolean): string {
    let out = ''
    for (let at = 0; at < text.length; ) {
      const character = text.charAt(at)
      if (code.read(character) || character !== '[') {
        out += character
        at += 1
        continue
      }
      const rest = text.slice(at)
      const marker = /^\[\s*\d{1,3}(?:\s*,\s*\d{1,3}){0,9}\s*\](?![(:])/.exec(rest)
      if (!isEnd && couldGrow(rest, marker !== null)) {
        held = rest
        return out
      }
      out += marker ? cited(marker[0], known) : '['
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
  let open = 0
  let run = 0
  let last = ''
  return {
    read(character: string): boolean {
      if (character === '`') {
        run += 1
      } else if (run > 0) {
        if (open === 0) open = run
        else if (open === run) open = 0
        run = 0
      }
      // A paragraph's end closes a span that was never closed; only a fence goes on.
      if (character === '\n' && last === '\n' && open < 3) open = 0
      last = character
      return open > 0 || run > 0
    },
  }
}
