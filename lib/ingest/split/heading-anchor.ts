import { type AnchorStyle, github } from '../syntax/anchor-style.ts'

/** A page's anchor maker: a repeated heading gets its own, an explicit id stays as it is. */
export function createAnchors(
  style: AnchorStyle = github,
): (heading: string, explicitId?: string) => string {
  const repeats = new Map<string, number>()
  return (heading, explicitId) => {
    if (explicitId !== undefined) return explicitId
    const slug = style.slug(heading)
    let anchor = slug
    while (repeats.has(anchor)) {
      const repeat = (repeats.get(slug) ?? 0) + 1
      repeats.set(slug, repeat)
      anchor = style.repeat(slug, repeat)
      // A style that knows no repeats gives both the same.
      if (anchor === slug) break
    }
    repeats.set(anchor, repeats.get(anchor) ?? 0)
    return anchor
  }
}

/** The anchor GitHub and Docusaurus give a heading's text, repeats aside. */
export const slugOf = github.slug

const closingId =
  /^(?:\{:?\s*(?:[^{}]*\s)?#([^{}\s]+)[^{}]*\}|\{\/\*\s*#([^{}]+)\*\/\}|\{%\s*#([\w-]+)[^%]*%\}|\[\[([\w.:-]+)\]\]|\[#([\w-]+)\])$/

const closingName = /<a\s[^<>]{0,200}\b(?:id|name)="([^"<>]{1,200})"[^<>]{0,200}>\s*<\/a>$/

/** Takes a closing `{#id}`, `{/* #id *\/}`, `{% #id %}` or `[[id]]` off a heading's Markdown. */
export function separateId(heading: string): { text: string; id?: string } {
  const text = heading.trimEnd()
  const named = closingName.exec(text)
  if (named?.[1] !== undefined) return { text: text.slice(0, named.index).trimEnd(), id: named[1] }
  const open = Math.max(text.lastIndexOf('{'), text.lastIndexOf('[['), text.lastIndexOf('[#'))
  if (open < 0) return { text }
  const match = closingId.exec(text.slice(open))
  const id = match?.slice(1).find(Boolean)?.trim()
  return id ? { text: text.slice(0, open).trimEnd(), id } : { text }
}
