import type { InlineRule } from '../markup/inline-rule.ts'

/** Expressions of MDX: a text in quotes is shown, a variable is what nobody reads. */
export const mdxInline: InlineRule[] = [
  {
    pattern: /\{[ \t]*(?:"([^"\n{}]{0,300})"|'([^'\n{}]{0,300})'|`([^`\n{}$]{0,300})`)[ \t]*\}/y,
    shown: (match) => match.slice(1).find((text) => text !== undefined) ?? '',
  },
  {
    pattern:
      /\{[ \t]*[A-Za-z_$][\w$]{0,60}(?:\??\.[A-Za-z_$][\w$]{0,60}|\[[\w'"]{1,40}\]){0,8}[ \t]*\}/y,
    shown: () => '',
  },
]
