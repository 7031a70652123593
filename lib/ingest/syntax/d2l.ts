const fence = /^([ \t>]*)(`{3,})[ \t]*\{\.?([\w+-]*)([^{}]*)\}[ \t]*$/
const tabOfCode = /^[ \t]*(?:%%tab|#\s*@tab)[ \t]+(.+?)[ \t]*$/
const tabRole = /^[ \t]*:begin_tab:[ \t]*`?([\w, .-]*)`?[ \t]*$/
const marks = /^[ \t]*(?::(?:end_tab|label|eqlabel|width|height|bookmark):(?:`[^`]*`)?[ \t]*)+$/
const names: ReadonlyMap<string, string> = new Map([
  ['pytorch', 'PyTorch'],
  ['tensorflow', 'TensorFlow'],
  ['mxnet', 'MXNet'],
  ['jax', 'JAX'],
  ['paddle', 'Paddle'],
])

/** d2l's books: labels and widths go, the tabs of code and text say which framework they are for. */
export function d2lLines(lines: readonly string[]): string[] {
  const kept: string[] = []
  let marker: string | undefined
  for (const line of lines) {
    const opening = marker === undefined ? fence.exec(line) : null
    if (opening !== null) {
      marker = opening[2]
      kept.push(`${opening[1]}${opening[2]}${opening[3]}`)
      continue
    }
    if (marker !== undefined) {
      const tab = tabOfCode.exec(line)?.[1]
      if (tab !== undefined && /^[ \t>]*`{3,}/.test(kept.at(-1) ?? '')) {
        kept.splice(-1, 0, ...labelOf(tab))
      } else if (!/^[ \t]*#\s*@tab\b/.test(line)) kept.push(line.replace(/[ \t]*#@save[ \t]*$/, ''))
      if (line.trim() === marker) marker = undefined
      continue
    }
    const tab = tabRole.exec(line)?.[1]
    if (tab !== undefined) kept.push('', ...labelOf(tab))
    else kept.push(marks.test(line) ? '' : line)
  }
  return kept
}

function labelOf(tabs: string): string[] {
  if (/^(?:all|toc)$/.test(tabs.trim())) return []
  const named = tabs.split(',').map((tab) => names.get(tab.trim()) ?? tab.trim())
  return [`${named.join(', ')}:`, '']
}
