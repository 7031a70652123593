/** A page's address that leads to these very words on it, where the browser knows text fragments. */
export function toWords(url: string, words: string): string {
  if (url === '' || words === '') return url
  const [page = '', anchor = ''] = url.split('#', 2)
  return `${page}#${anchor}:~:text=${encoded(words)}`
}

/** A dash parts what stands before or after the words; encodeURIComponent lets it through. */
const encoded = (words: string) => encodeURIComponent(words).replaceAll('-', '%2D')
