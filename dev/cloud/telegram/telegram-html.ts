const simple = new Set(['b', 'strong', 'i', 'em', 'u', 'ins', 's', 'strike', 'del', 'tg-spoiler'])
const verbatim = new Set(['pre', 'code'])

/**
 * The text that Telegram makes of its HTML. What it does not parse is refused in its words: unknown
 * tags and attributes, tags that do not nest, stray signs, and entities within code.
 */
export function textOfHtml(html: string): string {
  const open: string[] = []
  let text = ''
  for (let at = 0; at < html.length; ) {
    const character = html.charAt(at)
    if (character === '<') {
      const tag = /^<(\/?)([a-z][a-z\d-]*)((?:\s+[a-z-]+="[^"]*")*)>/.exec(html.slice(at))
      if (!tag) refuse(`Unsupported start tag at byte offset ${at}`)
      const [whole, slash, name = '', attributes = ''] = tag
      if (slash) close(open, name, at)
      else openTag(open, name, attributes.trim(), at)
      at += whole.length
    } else if (character === '&') {
      const entity = /^&(?:(lt|gt|amp|quot)|#(\d+)|#x([\da-f]+));/i.exec(html.slice(at))
      text += entity ? decoded(entity) : '&'
      at += entity?.[0].length ?? 1
    } else {
      text += character
      at += 1
    }
  }
  const [unclosed] = open.slice(-1)
  if (unclosed !== undefined) refuse(`Can't find end tag corresponding to start tag "${unclosed}"`)
  return text
}

export class EntityError extends Error {}

function refuse(reason: string): never {
  throw new EntityError(`can't parse entities: ${reason}`)
}

function openTag(open: string[], name: string, attributes: string, at: number) {
  const isCodeOfBlock = name === 'code' && open.at(-1) === 'pre'
  if (open.some((outer) => verbatim.has(outer)) && !isCodeOfBlock) {
    refuse(`Tag "${name}" within code at byte offset ${at}`)
  }
  if ((name === 'a' || name === 'blockquote') && open.includes(name)) {
    refuse(`Nested "${name}" at byte offset ${at}`)
  }
  if (!isAllowed(name, attributes, isCodeOfBlock)) {
    refuse(`Unsupported start tag "${name}" at byte offset ${at}`)
  }
  open.push(name)
}

function isAllowed(name: string, attributes: string, isCodeOfBlock: boolean): boolean {
  if (name === 'a') return /^href="[^"]+"$/.test(attributes)
  if (name === 'blockquote') return attributes === '' || attributes === 'expandable=""'
  if (isCodeOfBlock) return attributes === '' || /^class="language-[^"]+"$/.test(attributes)
  return attributes === '' && (simple.has(name) || verbatim.has(name))
}

function close(open: string[], name: string, at: number) {
  const expected = open.pop()
  if (expected === undefined) refuse(`Unexpected end tag at byte offset ${at}`)
  if (expected !== name) {
    refuse(`Unmatched end tag at byte offset ${at}, expected "</${expected}>", found "</${name}>"`)
  }
}

function decoded([, name, decimal, hex]: RegExpExecArray): string {
  if (name) return { lt: '<', gt: '>', amp: '&', quot: '"' }[name.toLowerCase()] ?? ''
  return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex ?? '0', 16))
}
