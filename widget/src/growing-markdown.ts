import { type Block, type MarkdownOptions, toBlocks } from './markdown.ts'
import { morph } from './morph.ts'

/** Shows a text that grows: only the blocks that changed are built anew. */
export function growingMarkdown(root: HTMLElement, options: MarkdownOptions) {
  let blocks: Block[] = []
  return (markdown: string) => {
    const next = toBlocks(markdown, options, blocks)
    morph(
      root,
      next.flatMap(({ nodes }) => nodes),
    )
    const shown = [...root.childNodes]
    // Those that stayed on the page are the blocks' nodes now, not those they were compared with.
    blocks = next.map(({ raw, nodes }) => ({ raw, nodes: shown.splice(0, nodes.length) }))
  }
}
