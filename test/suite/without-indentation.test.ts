import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { outdented, statementsIn } from '../../dev/suite/without-indentation.ts'
import { listFiles } from '../house/source-files.ts'

const source = `const ofPage = (path: string) => sql(Row)\`
    select id
      from documents
      where source = \${path}\${path ? fragment\`
        and site = ''\` : fragment\`\`}
      order by id\`
const rules = \`
    Answer from the passages.\`
`

test('a statement begins each line at its start, and all other text stays as it is', () => {
  expect(outdented('pages.ts', source)).toBe(`const ofPage = (path: string) => sql(Row)\`
select id
from documents
where source = \${path}\${path ? fragment\`
and site = ''\` : fragment\`\`}
order by id\`
const rules = \`
    Answer from the passages.\`
`)
})

// Blanks at the start of a line would be a part of it.
test('no text within a statement goes on in a second line', () => {
  const broken = listFiles()
    .filter((path) => /^lib\/.*\.ts$/.test(path))
    .flatMap((path) => statementsIn(path, readFileSync(path, 'utf8')))
    .map((pieces) => pieces.map(({ value }) => value.cooked).join('$1'))
    .filter((text) =>
      text
        .replaceAll(/--.*/g, '')
        .match(/'[^']*'|\$\$.*?\$\$/gs)
        ?.some(hasBreak),
    )
  expect(broken).toEqual([])
})

const hasBreak = (text: string) => text.includes('\n')
