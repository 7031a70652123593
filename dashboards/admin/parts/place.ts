/** Where the desk is, as the address behind `#` says: a section, something in it, and what is asked of it. */
export interface Place {
  section: string
  id: string | undefined
  asked: URLSearchParams
}

/** Reads `#/conversations/abc?rating=down`. */
export function placeAt(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const [section = '', id] = path.split('/')
  return { section, id: id || undefined, asked: new URLSearchParams(query) }
}

/** The address of a place; what is asked for and empty is left out. */
export function addressOf(path: string, asked: Record<string, string | undefined> = {}): string {
  const wanted = Object.entries(asked).filter(([, value]) => value)
  const query = new URLSearchParams(wanted.map(([name, value = '']) => [name, value]))
  return `#/${path}${query.size > 0 ? `?${query}` : ''}`
}
