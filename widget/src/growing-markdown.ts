import { bounded, type MarkdownOptions, toNode } from './markdown.ts'
import { morph } from './morph.ts'
import { createBlockReader } from './read-blocks.ts'

/** Shows a text that grows: only the blocks that may have changed are read and made anew. */
export function growingMarkdown(root: HTMLElement, options: MarkdownOptions) {
  const read = createBlockReader()
  return (markdown: string) => {
    const grown = read(bounded(markdown))
    // What was done to a text since, such as colours in its code, stays.
    if (!grown) return
    const nodes = grown.blocks.map((block) => toNode(block, options))
    morph(root, nodes, grown.kept)
  }
}
