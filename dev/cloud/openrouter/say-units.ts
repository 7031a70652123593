import type { Picked } from './pick-units.ts'
import type { Unit } from './read-passage.ts'
import { withoutRelativeLinks } from './sentences.ts'

/** The picked units as Markdown, each sentence, item and row with the marker of its passage. */
export function sayUnits(picked: Picked[]): string {
  let said = ''
  let before: Unit['kind'] | undefined
  for (const { unit, n } of picked) {
    const isProse = unit.kind === 'sentence' && before === 'sentence'
    said += `${said === '' ? '' : isProse ? ' ' : '\n\n'}${say(unit, ` [${n}]`)}`
    before = unit.kind
  }
  return said
}

function say(unit: Unit, marker: string): string {
  switch (unit.kind) {
    case 'sentence':
      return unit.text + marker
    case 'list':
      return below(
        unit.lead,
        unit.items
          .map((item, index) => `${bullet(unit.start, index)} ${marked(item, marker)}`)
          .join('\n'),
      )
    case 'table':
      return below(
        unit.lead,
        [unit.head, ...unit.rows.map((row) => markedRow(row, marker))].join('\n'),
      )
    case 'code':
      return below(unit.lead, unit.text)
  }
}

const bullet = (start: number | undefined, index: number) =>
  start === undefined ? '-' : `${start + index}.`

const below = (lead: string, block: string) => (lead === '' ? block : `${lead}\n\n${block}`)

// An item's first paragraph bears the marker: what stands below it may be code.
function marked(item: string, marker: string): string {
  const [first = '', ...rest] = withoutRelativeLinks(item).split(
    /\n(?=\s*(?:\n|[-*+]\s|\d+[.)]\s|```|~~~|\|))/,
  )
  return [first + marker, ...rest].join('\n')
}

const markedRow = (row: string, marker: string) =>
  /\|\s*$/.test(row) ? row.replace(/\s*\|\s*$/, `${marker} |`) : row + marker
