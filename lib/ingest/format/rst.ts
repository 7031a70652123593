const adornment = /^([!-/:-@[-`{-~])\1{2,}[ \t]*$/
const directive = /^([ \t]*)\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?([A-Za-z][\w:+.-]*)::[ \t]*(.*)$/
const explicit = /^[ \t]*\.\.(?:[ \t]+|$)/
const option = /^[ \t]*:([\w-]+):[ \t]*(.*)$/
const gridTable = /^[ \t]*\+(?:[-=]+\+)+[ \t]*$/
const simpleTable = /^[ \t]*={2,}(?:[ \t]+={2,})+[ \t]*$/

const code =
  /^(?:code|code-block|sourcecode|parsed-literal|literalinclude|prompt|doctest|testcode|highlight|mermaid|graphviz)$/
const hidden =
  /^(?:toctree|contents|include|raw|index|meta|currentmodule|module|default-role|role|sectnum|only|tabularcolumns|bibliography|highlightlang|auto\w+)$/
const withPath = /^(?:image|figure|video|youtube|csv-table-file)$/
const maxDepth = 20

/** reStructuredText as Markdown: sections, code, lists and notes; what only Sphinx fills in goes. */
export function rstToMarkdown(text: string): string {
  return blocks(text.split('\n'), new Map(), 0).join('\n')
}

function blocks(lines: readonly string[], levels: Map<string, number>, depth: number): string[] {
  const kept: string[] = []
  for (let at = 0; at < lines.length; ) {
    const step =
      heading(lines, at, levels) ??
      table(lines, at) ??
      marked(lines, at, levels, depth) ??
      literal(lines, at)
    if (step === undefined) {
      kept.push(inlineText(lines[at] ?? ''))
      at += 1
    } else {
      kept.push(...step.keep)
      at = step.next
    }
  }
  return kept
}

interface Step {
  next: number
  keep: string[]
}

function heading(
  lines: readonly string[],
  at: number,
  levels: Map<string, number>,
): Step | undefined {
  const [line = '', second = '', third = ''] = lines.slice(at, at + 3)
  const above = adornment.exec(line)?.[1]
  const isOver = above !== undefined && second.trim() !== '' && adornment.exec(third)?.[1] === above
  const title = (isOver ? second : line).trim()
  const below = isOver ? above : adornment.exec(second)?.[1]
  if (below === undefined || title === '' || (!isOver && above !== undefined)) return undefined
  const width = (isOver ? third : second).trimEnd().length
  // An underline that is shorter than its title is a mistake that docutils forgives.
  if (!isOver && (/^[ \t]/.test(line) || width < Math.min(4, title.length))) return undefined
  const style = isOver ? `${below}${below}` : below
  const level = levels.get(style) ?? Math.min(6, levels.size + 1)
  levels.set(style, level)
  return {
    next: at + (isOver ? 3 : 2),
    keep: ['', `${'#'.repeat(level)} ${inlineText(title)}`, ''],
  }
}

/** A drawn table keeps its drawing, as code: its columns stand under each other. */
function table(lines: readonly string[], at: number): Step | undefined {
  const line = lines[at] ?? ''
  if (!gridTable.test(line) && !simpleTable.test(line)) return undefined
  let end = at + 1
  if (gridTable.test(line)) while (/^[ \t]*[+|]/.test(lines[end] ?? '')) end += 1
  else {
    let rules = 1
    for (; end < lines.length && rules < 3; end += 1)
      if (simpleTable.test(lines[end] ?? '')) rules += 1
    // A table without a header has two rules.
    if (rules < 3) return { next: at + 1, keep: [''] }
  }
  return { next: end, keep: ['', '```text', ...lines.slice(at, end), '```', ''] }
}

/** Directives, comments, targets and whatever else begins with two dots. */
function marked(
  lines: readonly string[],
  at: number,
  levels: Map<string, number>,
  depth: number,
): Step | undefined {
  const line = lines[at] ?? ''
  if (!explicit.test(line)) return undefined
  const indent = line.length - line.trimStart().length
  const end = endOfIndented(lines, at + 1, indent)
  const [, , name, argument = ''] = directive.exec(line) ?? []
  const footnote = /^[ \t]*\.\.[ \t]+\[(#?[\w-]*|\*)\][ \t]+(.*)$/.exec(line)
  if (footnote !== null) {
    const note = [footnote[2] ?? '', ...lines.slice(at + 1, end)].map((each) => each.trim())
    return { next: end, keep: ['', `[^${footnote[1]}]: ${note.join(' ').trim()}`, ''] }
  }
  if (name === undefined || hidden.test(name)) return { next: end, keep: [''] }
  const body = dedented(lines.slice(at + 1, end))
  return {
    next: end,
    keep: ['', ...directiveLines(name, argument.trim(), body, levels, depth), ''],
  }
}

function directiveLines(
  name: string,
  argument: string,
  body: string[],
  levels: Map<string, number>,
  depth: number,
): string[] {
  let from = 0
  const shown: string[] = []
  for (; option.test(body[from] ?? ''); from += 1) {
    const [, key, value = ''] = option.exec(body[from] ?? '') ?? []
    if ((key === 'alt' || key === 'caption') && value !== '') shown.push(value, '')
  }
  const text = body.slice(from)
  if (code.test(name)) {
    const trimmed = text.join('\n').replace(/^\n+|\n+$/g, '')
    return trimmed === ''
      ? []
      : [`\`\`\`${/^[\w+#-]*$/.test(argument) ? argument : ''}`, trimmed, '```']
  }
  if (name === 'math') return ['$$', argument, ...text, '$$']
  const title = withPath.test(name) || argument === '' ? [] : [inlineText(argument), '']
  return [...title, ...shown, ...(depth < maxDepth ? blocks(text, levels, depth + 1) : text)]
}

/** A paragraph that ends with two colons announces code. */
function literal(lines: readonly string[], at: number): Step | undefined {
  const line = lines[at] ?? ''
  if (!/::[ \t]*$/.test(line) || explicit.test(line)) return undefined
  const indent = line.length - line.trimStart().length
  const end = endOfIndented(lines, at + 1, indent)
  const body = dedented(lines.slice(at + 1, end))
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
  if (body === '') return undefined
  const announced =
    line.trim() === '::' ? [] : [inlineText(line.replace(/(?:[ \t]+::|:(:))[ \t]*$/, '$1')), '']
  return { next: end, keep: [...announced, '```', body, '```', ''] }
}

function endOfIndented(lines: readonly string[], from: number, indent: number): number {
  let end = from
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    if (line.length - line.trimStart().length <= indent) break
    end = at + 1
  }
  return end
}

function dedented(lines: readonly string[]): string[] {
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  const least = indents.reduce((all, each) => Math.min(all, each), Number.POSITIVE_INFINITY)
  return lines.map((line) => line.slice(Math.min(least, line.length)))
}

/** An inline literal: what it holds may be backticks too. */
function literalText(_: string, before: string, text: string): string {
  const marks = text.includes('``') ? '```' : text.includes('`') ? '``' : '`'
  return before + (marks === '`' ? `\`${text}\`` : `${marks} ${text} ${marks}`)
}

/** Code spans, links and references as Markdown writes them; roles are read with all the others. */
function inlineText(line: string): string {
  return line
    .replace(/(^|[^`\w])``(?=\S)((?:[^`]|`(?!`)|`(?=``(?!`)))+?)``(?!`)/g, literalText)
    .replace(/:[\w:+.-]{1,40}:`((?:[^`\\]|\\.)*\\`(?:[^`\\]|\\.)*)`/g, (_, text: string) =>
      literalText('', '', text.replace(/\\(.)/g, '$1')),
    )
    .replace(/(^|[^:`\w])`([^`<>]{1,300}?)\s*<([^`<>]{1,500})>`__?/g, '$1[$2]($3)')
    .replace(/(^|[^:`\w])`([^`<>]{1,300})`__?/g, '$1$2')
    .replace(/\[(#[\w-]*|\d+|\*)\]_/g, '[^$1]')
    .replace(/^([ \t]*)#\.[ \t]/, '$11. ')
    .replace(/^([ \t]*)\|[ \t](?!.*\|)/, '$1')
    .replace(/^([ \t]*):([^:\n`]{1,60}):[ \t]+(?=\S)/, '$1$2: ')
}
