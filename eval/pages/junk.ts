/** Something in a passage that no reader of the site sees, or that says nothing. */
export interface Junk {
  kind: string
  line: string
}

const anywhere: readonly (readonly [string, RegExp])[] = [
  ['data URI', /\bdata:[\w.+-]+\/[\w.+-]+[;,][^\s"'<>()]{40,}/],
  [
    'base64',
    /(?<![\w+/=-])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{160,}/,
  ],
  ['drawn path', /\sd=["'][Mm][\d\s.,a-zA-Z-]{60,}/],
  ['minified code', /^(?=.{700,})(?:[!-~]{200,}\s?){3,}/],
]

const inProse: readonly (readonly [string, RegExp])[] = [
  [
    'badge',
    /!\[[^\]]*\]\([^)]*(?:badge|shields\.io)|^\[[^\]]*\]\([^)]*(?:badge|shields\.io)[^)]*\)$/,
  ],
  ['comment', /<!--|^\s*-->|\{\/\*|\*\/\}/],
  ['module code', /^(?:import\s[\w{*][^.]*\sfrom\s['"]|export\s(?:const|default|function)\s)/],
  [
    'tag',
    /<\/?[A-Z][A-Za-z.]*(?:\s[^<>]*)?\/?>|<\/?(?:div|span|script|style|svg|path|details|summary|figure|img|iframe|table|td|tr)\b[^<>]*>/,
  ],
  ['inline style', /\sstyle=["']/],
  ['template tag', /\{%.*%\}|\{\{[<%].*[>%]\}\}/],
  ['include', /\{\{#|--8<--|^<<<\s|@include:/],
  ['container', /^\s*(?::{3,}|!!!\s|\?{3}\+?\s|={3}\s")/],
  ['attribute list', /[)\]`]\{[:.#][^{}]*\}|\{:\s?[^{}]*\}/],
  ['contents', /^\s*\[\[?_?toc_?\]?\]\s*$/i],
  ['icon', /:(?:material|fontawesome|octicons|simple)-[\w-]+:/],
  ['role', /(?:\{[a-z][\w:-]*\}|(?<!:):[a-z]+:)xx/],
  ['callout mark', /\[![A-Za-z]+\]/],
  ['anchor list', /^\s*[-*]\s+\[[^\]]*\]\(#[^)]*\)\s*$/],
]

/** The lines of a passage that are no text: code is judged by the first list alone. */
export function junkOf(passage: string): Junk[] {
  // Code spans may show any syntax.
  const proseLines = passage
    .replace(/(?<!`)(`{1,2})(?!`)(?:(?!\n\n)[\s\S]){1,400}?(?<!`)\1(?!`)/g, (span) =>
      span.replace(/[^\n]/g, 'x'),
    )
    .split('\n')
  let fence: string | undefined
  const found: Junk[] = []
  for (const [at, line] of passage.split('\n').entries()) {
    const mark = /^[\s>]*(?:[-*+] |\d+[.)] )*(`{3,}|~{3,})/.exec(line)?.[1]
    const isFence = mark !== undefined
    if (fence === undefined && isFence) fence = mark
    else if (isFence && line.trim().startsWith(fence ?? '')) fence = undefined
    const isCode = fence !== undefined || isFence || /^ {4}/.test(line)
    const prose = proseLines[at] ?? ''
    for (const [kind, pattern] of anywhere) if (pattern.test(line)) found.push({ kind, line })
    if (isCode) continue
    for (const [kind, pattern] of inProse) if (pattern.test(prose)) found.push({ kind, line })
  }
  return found
}
