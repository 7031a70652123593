import { boundedBlocks, type MarkdownOptions, toNode } from './markdown.ts'
import { morph } from './morph.ts'

/** Shows a text that grows: only the blocks from the first that changed are made anew. */
export function growingMarkdown(root: HTMLElement, options: MarkdownOptions) {
  let shown: string[] = []
  return (markdown: string) => {
    const blocks = boundedBlocks(markdown)
    const next = blocks.map((block) => JSON.stringify(block))
    const isNew = (block: string, index: number) => block !== shown[index]
    const from = next.findIndex(isNew)
    const same = from === -1 ? next.length : from
    const kept = [...root.childNodes].slice(0, same)
    morph(root, [...kept, ...blocks.slice(same).map((block) => toNode(block, options))])
    shown = next
  }
}
