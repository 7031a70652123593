/** A page's address that leads to these very words on it, where the browser knows text fragments. */
export function toWords(url: string, words: string): string {
  if (url === '' || words === '') return url
  const [page = '', anchor = ''] = url.split('#', 2)
  return `${page}#${anchor}:~:text=${rangeOf(words).map(encoded).join(',')}`
}

const longestWhole = 150
const wordsOfRange = 8

/** The words, or of many the first and the last, between which all is meant. */
function rangeOf(words: string): string[] {
  const each = words.split(' ')
  if (words.length <= longestWhole || each.length <= 2 * wordsOfRange) return [words]
  return [each.slice(0, wordsOfRange), each.slice(-wordsOfRange)].map((part) => part.join(' '))
}

/** A dash parts what stands before or after the words; encodeURIComponent lets it through. */
const encoded = (words: string) => encodeURIComponent(words).replaceAll('-', '%2D')
