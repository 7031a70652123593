import type { Page } from '../../lib/ingest/page/page.ts'

/**
 * The lines of a page's prose whose words no passage, heading or title has. A second, simpler reader of
 * Markdown: it looks at lines outside of fences that begin like a sentence and go on like one.
 */
export function lostLines(text: string, page: Page): { total: number; missing: string[] } {
  const shown = wordsOf(
    page.passages
      .map(({ content, headingPath }) => `${headingPath.join(' ')}\n${content}`)
      .join('\n'),
  )
  const prose = proseLines(text)
  const missing = prose.filter((line) => !shown.includes(wordsOf(line)))
  return { total: prose.length, missing: missing.map((line) => `${page.sourcePath}: ${line}`) }
}

function proseLines(text: string): string[] {
  const body = text
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
  let fence: string | undefined
  return body.split(/\r?\n/).filter((line) => {
    const mark = /^[\s>]*(?:[-*] |\d+\. )?(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark !== undefined && (fence === undefined || line.trim().endsWith(fence))) {
      fence = fence === undefined ? mark : undefined
      return false
    }
    return (
      fence === undefined &&
      /^(?:[-*] |> |\d+\. )?[\p{Lu}][\p{L}’',]+(?: [^\s]+){3,}/u.test(line) &&
      !/^\s*(?:import|export) |\{\{#/.test(line)
    )
  })
}

/** Words in their order, without anything that a markup could have put between them. */
const wordsOf = (text: string): string =>
  text
    .replace(/<\/?[A-Za-z][^<>`]*>/g, '')
    // Names of roles, icons and attributes are the generator's, not the reader's.
    .replace(/\{[\w:+.-]+\}(?=`)|:[a-z][\w+-]*:(?:\{[^{}\n]*\})?/g, '')
    .replace(/(?<=[)\]`*])\{[^{}\n]*\}/g, '')
    .replace(/\[\]\((?!http)[^()\s]*?([^()\s/#:]*?)(?:\.\w+)?\)/g, '$1')
    .replace(/\]\([^()\s]*\)|\]\[[^\]]*\]/g, ' ')
    .replace(/&\w+;/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
