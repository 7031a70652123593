const heading = /^(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?[ \t]*$/
const delimiter = /^(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|\/{4,}|`{3,}|--|(?:[|,!:])={3,})[ \t]*$/
const blockAttributes = /^\[([^\]\n]*)\][ \t]*$/
const admonition = /^(NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+/

/** AsciiDoc as Markdown: sections, code, lists, tables and notes. */
export function asciidocToMarkdown(text: string): string {
  const lines = text.split('\n')
  const kept: string[] = []
  let style = ''
  let id: string | undefined
  const open: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const attributes = blockAttributes.exec(line)?.[1]
    const anchor =
      /^\[\[([^\],]+)[^\]]*\]\]$/.exec(line.trim())?.[1] ??
      /^#([\w:.-]+)/.exec(attributes ?? '')?.[1]
    if (anchor !== undefined) id = anchor
    if (attributes !== undefined || anchor !== undefined) {
      style = attributes ?? style
      continue
    }
    const mark = delimiter.exec(line)?.[1]
    if (mark !== undefined) {
      const block = delimited(lines, at, mark, style)
      if (block === undefined) {
        // An example or a sidebar: its marks go, its text is read like any other.
        if (open.at(-1) === mark) open.pop()
        else open.push(mark)
        kept.push('')
      } else {
        kept.push(...block.keep)
        at = block.next - 1
      }
      style = ''
      continue
    }
    const found = heading.exec(line)
    if (found !== null) {
      const title = inlineText(found[2] ?? '')
      kept.push(
        '',
        `${'#'.repeat(found[1]?.length ?? 1)} ${title}${id === undefined ? '' : ` {#${id}}`}`,
        '',
      )
      id = undefined
    } else kept.push(...plainLine(line, style))
    if (line.trim() !== '') style = ''
  }
  return kept.join('\n')
}

interface Step {
  next: number
  keep: string[]
}

/** Code, literal text, comments and tables: read to their end at once. */
function delimited(
  lines: readonly string[],
  at: number,
  mark: string,
  style: string,
): Step | undefined {
  const kind = mark.charAt(0)
  const isTable = /^[|,!:]=/.test(mark)
  const isCode =
    kind === '-' ? mark.length > 2 || /^source|^listing/.test(style) : kind === '.' || kind === '`'
  if (!isTable && !isCode && kind !== '/' && kind !== '+') return undefined
  const close = lines.findIndex((line, index) => index > at && line.trimEnd() === mark)
  const end = close < 0 ? lines.length : close
  const body = lines.slice(at + 1, end)
  const next = Math.min(lines.length, end + 1)
  if (kind === '/' || kind === '+') return { next, keep: [''] }
  if (isTable) return { next, keep: ['', ...tableLines(body, style), ''] }
  const language = /^(?:source)?,[ \t]*([\w+#-]+)/.exec(style)?.[1] ?? ''
  const code = body.map((line) => line.replace(/[ \t]*(?:\/\/|#|;;)?[ \t]*<(?:\d+|\.)>[ \t]*$/, ''))
  return { next, keep: ['', `\`\`\`${kind === '-' ? language : ''}`, ...code, '```', ''] }
}

/** Cells begin with a bar; the first line, or the `cols` attribute, says how many make a row. */
function tableLines(body: readonly string[], style: string): string[] {
  const first = body.find((line) => line.trim() !== '') ?? ''
  const named = /cols="([^"]+)"/.exec(style)?.[1]
  const stated =
    named === undefined ? 0 : Number(/^(\d+)\*/.exec(named)?.[1] ?? 0) || named.split(',').length
  const columns = Math.max(1, stated || first.split(/(?<!\\)\|/).length - 1)
  const cells = body
    .join('\n')
    .split(/(?:^|[ \t\n])(?:\d*[.+*]?\d*[+*]?[<>^.]*[aehlmdsv]?)\|(?!=)/)
    .slice(1)
    .map((cell) => inlineText(cell.trim().replace(/\s*\n\s*/g, ' ')).replaceAll('|', '\\|'))
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns),
  )
  const [head, ...rest] = rows.map((row) => `| ${row.join(' | ')} |`)
  return head === undefined ? [] : [head, `|${' --- |'.repeat(columns)}`, ...rest]
}

function plainLine(line: string, style: string): string[] {
  if (
    /^\/\/(?!\/)/.test(line) ||
    /^:!?[\w-]+!?:/.test(line) ||
    /^(?:ifdef|ifndef|ifeval|endif)::/.test(line)
  )
    return ['']
  const [, title] = /^\.([^\s.].*)$/.exec(line) ?? []
  if (title !== undefined) return ['', inlineText(title), '']
  const image = /^(?:image|video|audio)::[^[\s]*\[([^\]]*)\]/.exec(line)
  if (image !== null) return [attribute(image[1] ?? '')]
  if (/^(?:include|toc)::/.test(line) || /^(?:'{3,}|<{3,}|\+)$/.test(line.trim())) return ['']
  const nested = /^[ \t]*(\*{1,5}|-|\.{1,5})[ \t]+(.*)$/.exec(line)
  if (nested !== null && /^(?:\*|-|\.)/.test(line.trimStart())) return [listItem(nested)]
  const [, callout] = /^<(?:\d+|\.)>[ \t]+(.*)$/.exec(line) ?? []
  if (callout !== undefined) return [`- ${inlineText(callout)}`]
  const quoted = /^quote|^verse/.test(style) ? '> ' : ''
  return [
    quoted +
      inlineText(line.replace(admonition, '').replace(/^(.*?[^:\s]):{2,4}(?:[ \t]+|$)/, '$1: ')),
  ]
}

function listItem([, mark = '', text = '']: RegExpExecArray): string {
  const depth = mark === '-' ? 0 : mark.length - 1
  const isOrdered = mark.startsWith('.')
  return `${(isOrdered ? '   ' : '  ').repeat(depth)}${isOrdered ? '1.' : '-'} ${inlineText(text)}`
}

const attribute = (list: string) =>
  /alt=/.test(list) ? list.replace(/.*alt="?([^",\]]*).*/, '$1') : (list.split(',')[0] ?? '')

function inlineText(line: string): string {
  return line
    .replace(/\[\[[^\]]*\]\]|(?<=\s|^)\[#[\w-]+\](?=#)/g, '')
    .replace(/<<[^,<>]{1,200},[ \t]*([^<>]{1,300})>>/g, '$1')
    .replace(/<<([^<>,]{1,200})>>/g, (_, target: string) =>
      target.replace(/^_/, '').replace(/[_-]+/g, ' '),
    )
    .replace(
      /xref:([^[\s]{1,300})\[([^\]]*)\]/g,
      (_, target: string, text: string) => text || target,
    )
    .replace(
      /(?:link:)?(https?:\/\/[^\s[\]]{1,500})\[([^\]]*)\]/g,
      (_, url: string, text: string) => {
        const label = text.split(/,[ \t]*(?:window|role)=|\^$/)[0]
        return label ? `[${label}](${url})` : url
      },
    )
    .replace(
      /link:([^\s[\]]{1,500})\[([^\]]*)\]/g,
      (_, url: string, text: string) => `[${text || url}](${url})`,
    )
    .replace(/image:[^[\s:]{1,300}\[([^\]]*)\]/g, (_, list: string) => attribute(list))
    .replace(/(?:kbd|btn|menu):[^[\s]*\[([^\]]*)\]/g, '$1')
    .replace(/footnote:[\w-]*\[([^\]]*)\]/g, ' ($1)')
    .replace(/(?<![\w*])\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*(?![\w*])/g, '**$1**')
    .replace(/`\+([^`\n]+)\+`/g, '`$1`')
    .replace(/[ \t]\+$/, '')
}
