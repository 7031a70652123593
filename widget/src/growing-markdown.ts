import { type MarkdownOptions, toNodes } from './markdown.ts'
import { morph } from './morph.ts'

/** Shows a text that grows: what is on the page already stays there. */
export const growingMarkdown =
  (root: HTMLElement, options: MarkdownOptions) => (markdown: string) =>
    morph(root, toNodes(markdown, options))
