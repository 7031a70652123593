import { createFenceTracker } from '../../text/markdown/fence.ts'

const frameworks: ReadonlyMap<string, string> = new Map([
  ['pt', 'PyTorch'],
  ['tf', 'TensorFlow'],
  ['jax', 'JAX'],
  ['flax', 'Flax'],
])
const others: ReadonlyMap<string, string> = new Map([
  ['PyTorch', 'TensorFlow'],
  ['TensorFlow', 'PyTorch'],
])
const choice =
  /\b(text|explain)\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g
const longestQuestion = 300

/** Hugging Face's courses and docs: branches by framework are told apart, choices of a question stay. */
export function huggingFaceLines(lines: readonly string[]): string[] {
  const isCode = createFenceTracker()
  const kept: string[] = []
  let branch: string | undefined
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (isCode(line)) {
      kept.push(line)
      continue
    }
    const trimmed = line.trim()
    const end = trimmed.startsWith('<Question') ? endOfQuestion(lines, at) : undefined
    if (end !== undefined) {
      kept.push('', ...choicesOf(lines.slice(at, end + 1).join('\n')), '')
      at = end
      continue
    }
    const label = branchOf(trimmed, branch)
    if (label !== undefined) branch = label
    if (label !== undefined) kept.push('', ...(label === '' ? [] : [`${label}:`, '']))
    else kept.push(isPlaceholder(trimmed) ? '' : line.replace(/\[\[autodoc\]\][ \t]*/, ''))
  }
  return kept
}

/** The framework that a mark begins; empty at the end of all branches. */
function branchOf(line: string, before: string | undefined): string | undefined {
  const [, opened] = /^\{#if\s+\w+\s*===?\s*['"](\w+)['"]\s*\}$/.exec(line) ?? []
  if (opened !== undefined) return frameworks.get(opened) ?? opened
  const [, elseIf] = /^\{:else if\s+\w+\s*===?\s*['"](\w+)['"]\s*\}$/.exec(line) ?? []
  if (elseIf !== undefined) return frameworks.get(elseIf) ?? elseIf
  if (line === '{:else}') return others.get(before ?? '') ?? 'Otherwise'
  if (line === '{/if}') return ''
  const [, element] = /^<(pt|tf|jax)>$/.exec(line) ?? []
  if (element !== undefined) return frameworks.get(element)
  const [, option] = /^<hfoption\s+id="([^"]+)"\s*>$/.exec(line) ?? []
  if (option !== undefined) return option
  return /^<\/(?:pt|tf|jax|hfoption)>$/.test(line) ? '' : undefined
}

const isPlaceholder = (line: string) => /^\[\[open-in-colab\]\]$/.test(line)

function endOfQuestion(lines: readonly string[], from: number): number | undefined {
  const window = lines.slice(from, from + longestQuestion)
  const end = window.findIndex(
    (line) => /\/>[ \t]*$/.test(line) && !/<\w[^<>]*\/>[ \t]*["'`],?[ \t]*$/.test(line),
  )
  return end < 0 ? undefined : from + end
}

function choicesOf(source: string): string[] {
  const lines: string[] = []
  for (const [, key, ...values] of source.matchAll(choice)) {
    const said = (values.find((value) => value !== undefined) ?? '')
      .replace(/\s+/g, ' ')
      .replace(/\\(.)/g, '$1')
    const last = lines.at(-1)
    if (key === 'explain' && last !== undefined) lines[lines.length - 1] = `${last} – ${said}`
    else lines.push(`- ${said}`)
  }
  return lines
}
