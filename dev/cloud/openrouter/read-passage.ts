import type { List, ListItem, RootContent, Table } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { remembered } from './remembered.ts'
import { sentencesOf } from './sentences.ts'

/** A numbered passage of the prompt. */
export interface PromptPassage {
  n: number
  chapter: string
  section: string
  text: string
}

/** A piece of a passage that can be said on its own, in the words of the passage. */
export type Unit =
  | { kind: 'sentence'; text: string; paragraph: number }
  | { kind: 'list'; lead: string; items: string[]; start: number | undefined }
  | { kind: 'table'; lead: string; head: string; rows: string[] }
  | { kind: 'code'; lead: string; text: string }

const mostPassages = 2000
const parsing = { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }

/** The sentences, lists, tables and code of a Markdown text, in reading order. */
export const readPassage = remembered(mostPassages, (markdown): readonly Unit[] => {
  const text = markdown.replace(/^\s*:::.*$/gm, '')
  const units: Unit[] = []
  for (const [paragraph, node] of fromMarkdown(text, parsing).children.entries())
    for (const unit of unitsOf(node, text, paragraph, units)) add(unit, units)
  return units
})

/** A long table is in several passages, each with its header: joined again they are one. */
function add(unit: Unit, units: Unit[]) {
  const last = units.at(-1)
  if (unit.kind !== 'table' || last?.kind !== 'table' || last.head !== unit.head) units.push(unit)
  else last.rows.push(...unit.rows)
}

function unitsOf(node: RootContent, text: string, paragraph: number, before: Unit[]): Unit[] {
  switch (node.type) {
    case 'paragraph':
      // Rows whose header is in another passage.
      if (sliceOf(node, text).startsWith('|')) return []
      return sentencesOf(node, text).map((sentence) => ({
        kind: 'sentence',
        text: sentence,
        paragraph,
      }))
    case 'blockquote':
      return node.children.flatMap((child) => unitsOf(child, text, paragraph, before))
    case 'list':
      return [{ kind: 'list', lead: takeLead(before), ...readList(node, text) }]
    case 'table':
      return [{ kind: 'table', lead: takeLead(before), ...readTable(node, text) }]
    case 'code': {
      const code = sliceOf(node, text)
      // A passage that was cut has a fence that nothing closes: half a listing helps nobody.
      if (!/^(`{3,}|~{3,})[\s\S]*\n\s*\1\s*$/.test(code)) return []
      return [{ kind: 'code', lead: takeLead(before), text: code }]
    }
    default:
      return []
  }
}

/** A sentence that ends in a colon, or in nothing, belongs to what it introduces. */
function takeLead(before: Unit[]): string {
  const last = before.at(-1)
  if (last?.kind !== 'sentence' || /[.!?…。！？]["'”’)\]*_`]*$/.test(last.text)) return ''
  before.pop()
  return last.text
}

function readList(list: List, text: string) {
  const items = list.children.map((item) => itemText(item, text)).filter((item) => item !== '')
  return { items, start: list.ordered ? (list.start ?? 1) : undefined }
}

const itemText = (item: ListItem, text: string) =>
  sliceOf(item, text)
    .replace(/^\s*(?:[-*+]|\d+[.)])\s+/, '')
    .trim()

function readTable(table: Table, text: string) {
  const [head = '', ...rows] = table.children.map((row) => sliceOf(row, text).trim())
  const columns = table.children[0]?.children.length ?? 1
  return { head: `${head}\n|${'---|'.repeat(columns)}`, rows }
}

function sliceOf(node: RootContent | ListItem | Table['children'][number], text: string): string {
  return text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0)
}
