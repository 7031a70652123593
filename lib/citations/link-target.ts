const longestScheme = 200

/** Where a reader may be sent: the web and mail, and places of the site that the answer stands on. */
const allowed = /^(?:https?:\/\/|mailto:)/i

/** A target may begin on the next line, behind the marks of a quote. */
const lead = /^[^\S\n]*(?:\n[\s>]*)?/

/**
 * Judges the target that a text begins with, as it stands behind `](` or `]:`. Entities, escapes and
 * blanks in front of its first slash may hide a scheme: such a target is none. Undefined when more
 * text must come.
 */
export function isSafeTarget(text: string, isEnd: boolean): boolean | undefined {
  const written = text.replace(lead, '')
  const target = written.replace(/^</, '')
  const [head = ''] = /^[^/?#)\s>]*/.exec(target) ?? []
  const isWhole = head.length < target.length || isEnd
  if (!isWhole && target.length <= longestScheme) return undefined
  if (!isWhole) return false
  // A single slash at the end of what has come may be the first of two.
  const slashes = target.slice(head.length, head.length + 2)
  if (slashes.length < 2 && slashes.startsWith('/') && !isEnd) return undefined
  if (/[:&\\]/.test(head) || isInBrackets(written)) return allowed.test(target)
  return head !== '' || !/^\/[/\\&]/.test(slashes)
}

/** In angle brackets a target may hold blanks, which browsers take out of a scheme. */
const isInBrackets = (written: string) => /^<[^>]*\s/.test(written)
