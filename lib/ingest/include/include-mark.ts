/** A place where a site puts another file's text. */
export interface IncludeMark {
  /** The file, as the page names it. */
  target: string
  /** Which part of it: a range of lines, or a region that the file itself marks. */
  part?: Part | undefined
  /** Whether it is shown as code of a language; undefined where it is text, or stands in code. */
  language?: string | undefined
}

export type Part = { from: number; to: number } | { region: string }

type Reader = (line: string) => IncludeMark | undefined

/** The include that a line of a page is, if it is one; `inCode` says whether it stands in a fence. */
export function includeMark(line: string, inCode: boolean): IncludeMark | undefined {
  // Most lines have none of the characters that every mark has.
  if (!/\{\{|8<|<<<|@include|%|include::|file=/.test(line)) return undefined
  const readers = inCode ? inAnyText : [...inAnyText, ...outsideOfCode]
  for (const read of readers) {
    const mark = read(line)
    if (mark !== undefined) return mark
  }
  return undefined
}

const mdbook: Reader = (line) => {
  const [, kind, target, part = ''] =
    /^[ \t]*\{\{#(include|rustdoc_include|playground)[ \t]+([^\s:}]+)(:[^\s}]*)?[^}]*\}\}[ \t]*$/.exec(
      line,
    ) ?? []
  if (target === undefined) return undefined
  return { target, part: mdbookPart(part), language: kind === 'playground' ? 'rust' : undefined }
}

/** `:2:10`, `:5`, `::10`, `:anchor`. */
function mdbookPart(part: string): Part | undefined {
  const [, first = '', last] = part.split(':')
  if (part === '') return undefined
  if (first !== '' && !/^\d+$/.test(first)) return { region: first }
  const from = Number(first || 1)
  return { from, to: last === undefined ? from : Number(last || Number.MAX_SAFE_INTEGER) }
}

const snippet: Reader = (line) => {
  const [, target, part = ''] =
    /^[ \t]*(?:[#/;<!*]+[ \t]*)?-{1,2}8<-{1,2}[ \t]+["']([^"':;]+)((?::[^"']*)?)["']/.exec(line) ??
    []
  return target === undefined ? undefined : { target, part: mdbookPart(part) }
}

const vitepressText: Reader = (line) => {
  const [, target, region, from, to] =
    /^[ \t]*<!--[ \t]*@include:[ \t]*([^\s#{]+?)(?:#([\w-]+))?(?:\{(\d*),?(\d*)[^}]*\})?[ \t]*-->[ \t]*$/.exec(
      line,
    ) ?? []
  return target === undefined ? undefined : { target, part: partOf(region, from, to) }
}

const vitepressCode: Reader = (line) => {
  const [, target, region] = /^[ \t]*<<<[ \t]*([^\s#{[]+)(?:#([\w-]+))?/.exec(line) ?? []
  if (target === undefined) return undefined
  return { target, part: partOf(region), language: endingOf(target) }
}

/** `{% include "x.md" %}`, `{% partial file="x.md" /%}`, `{{< readfile "x.md" >}}`, `<Snippet file="x.mdx" />`. */
const tags: Reader = (line) => {
  const found =
    /^[ \t]*\{%-?[ \t]*(?:include(?:_relative)?|partial)[ \t]+(?:file=)?["']?([\w./@-]+\.\w+)["']?[^%]*%\}[ \t]*$/.exec(
      line,
    ) ??
    /^[ \t]*\{\{[<%][ \t]*(?:readfile|include|include-md)[ \t]+(?:file=)?["']([^"']+)["'][^}]*[>%]\}\}[ \t]*$/.exec(
      line,
    ) ??
    /^[ \t]*<Snippet\s+file=["']([^"']+)["']\s*\/?>[ \t]*$/.exec(line)
  return found?.[1] === undefined ? undefined : { target: found[1] }
}

/** Directives of MyST and reStructuredText, and AsciiDoc's, each on a line of its own. */
const directives: Reader = (line) => {
  const [, rst, rstTarget] =
    /^[ \t]*\.\.[ \t]+(include|literalinclude)::[ \t]+(\S+)/.exec(line) ?? []
  if (rstTarget !== undefined)
    return {
      target: rstTarget,
      language: rst === 'literalinclude' ? endingOf(rstTarget) : undefined,
    }
  const [, target, options = ''] = /^include::([^[\s]+)\[([^\]]*)\][ \t]*$/.exec(line) ?? []
  if (target === undefined) return undefined
  const [, region] = /\btags?=["']?([\w-]+)/.exec(options) ?? []
  const [, from, to] = /\blines=["']?(\d+)\.\.(-?\d+)/.exec(options) ?? []
  return { target, part: partOf(region, from, to) }
}

const myst: Reader = (line) => {
  const [, kind, target] =
    /^[ \t]*(?:`{3,}|:{3,})\{(include|literalinclude)\}[ \t]+(\S+)[ \t]*$/.exec(line) ?? []
  if (target === undefined) return undefined
  return { target, language: kind === 'literalinclude' ? endingOf(target) : undefined }
}

const inAnyText: Reader[] = [mdbook, snippet, directives]
const outsideOfCode: Reader[] = [vitepressText, vitepressCode, tags]

/** A directive of MyST is a fence itself: whoever reads lines in order asks for it first. */
export const mystInclude = myst

function partOf(region?: string, from?: string, to?: string): Part | undefined {
  if (region) return { region }
  if (!from && !to) return undefined
  const last = Number(to || Number.MAX_SAFE_INTEGER)
  return { from: Number(from || 1), to: last < 0 ? Number.MAX_SAFE_INTEGER : last }
}

const endingOf = (target: string) => /\.(\w+)$/.exec(target)?.[1] ?? ''
