// What GitHub's slugs leave out: all but letters, marks, digits, connectors, spaces and hyphens.
const notInSlug = /[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- ]/gu

/** A page's anchor maker: a repeated heading gets `-1`, `-2`…, an explicit id stays as it is. */
export function createAnchors(): (heading: string, explicitId?: string) => string {
  const repeats = new Map<string, number>()
  return (heading, explicitId) => {
    if (explicitId !== undefined) return explicitId
    const slug = slugOf(heading)
    let anchor = slug
    while (repeats.has(anchor)) {
      const repeat = (repeats.get(slug) ?? 0) + 1
      repeats.set(slug, repeat)
      anchor = `${slug}-${repeat}`
    }
    repeats.set(anchor, 0)
    return anchor
  }
}

/** The anchor GitHub and Docusaurus give a heading's text, repeats aside. */
export function slugOf(heading: string): string {
  return heading.toLowerCase().replace(notInSlug, '').replaceAll(' ', '-')
}

/** Takes a closing `{#id}` or `{/* #id *\/}` off a heading's Markdown. */
export function separateId(heading: string): { text: string; id?: string } {
  const text = heading.trimEnd()
  const open = text.lastIndexOf('{')
  if (open < 0) return { text }
  const match = /^\{(?:#([^{}]+)|\/\*\s*#([^{}]+)\*\/)\}$/.exec(text.slice(open))
  const id = (match?.[1] ?? match?.[2])?.trim()
  return id ? { text: text.slice(0, open).trimEnd(), id } : { text }
}
