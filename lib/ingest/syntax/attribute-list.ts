import type { InlineRule } from '../markup/inline-rule.ts'

const one = String.raw`(?:[.#][\w:.-]+|[\w:-]+=(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[^\s"'{}]{1,200}))`

/** `{ .md-button }`, `{: .note }`, `{#id width=50%}` behind a text: how it looks, not what it says. */
export const attributeLists: InlineRule[] = [
  { pattern: /\{:[^{}\n]{0,500}\}/y, shown: () => '' },
  { pattern: new RegExp(String.raw`\{ ?${one}(?:\s+${one}){0,20}\s*\}`, 'y'), shown: () => '' },
]
