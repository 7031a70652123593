type Granularity = 'sentence' | 'word' | 'grapheme'

const finerPattern: Record<Granularity, Granularity | undefined> = {
  sentence: 'word',
  word: 'grapheme',
  grapheme: undefined,
}

/** Cuts text into pieces of at most `limit` UTF-16 units: at sentences, else words, else graphemes. */
export function cutText(
  text: string,
  limit: number,
  granularity: Granularity = 'sentence',
): string[] {
  if (text.length <= limit) return [text]
  const pieces: string[] = []
  let piece = ''
  for (const segment of segments(text, granularity)) {
    if (piece !== '' && piece.length + segment.length > limit) {
      pieces.push(piece)
      piece = ''
    }
    if (segment.length <= limit) piece += segment
    else pieces.push(...cutSegment(segment, limit, granularity))
  }
  return piece === '' ? pieces : [...pieces, piece]
}

function cutSegment(segment: string, limit: number, granularity: Granularity): string[] {
  const finer = finerPattern[granularity]
  return finer === undefined ? cutCodePoints(segment, limit) : cutText(segment, limit, finer)
}

/** The segments of a text; a single line end is a space to the reader, no end of a sentence. */
function* segments(text: string, granularity: Granularity): Generator<string> {
  const segmenter = new Intl.Segmenter(undefined, { granularity })
  const flowing = granularity === 'grapheme' ? text : text.replaceAll('\n', ' ')
  for (const { index, segment } of segmenter.segment(flowing)) {
    yield text.slice(index, index + segment.length)
  }
}

function cutCodePoints(text: string, limit: number): string[] {
  const pieces: string[] = []
  for (let from = 0; from < text.length; ) {
    const to = from + limit
    const end = /^[\uDC00-\uDFFF]/.test(text.slice(to, to + 1)) ? to - 1 : to
    pieces.push(text.slice(from, end))
    from = end
  }
  return pieces
}
