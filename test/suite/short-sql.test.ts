import { expect, test } from 'vitest'
import { withShortSql } from '../../dev/suite/short-sql.ts'

const code = `const page = sql(Row)\`
    select id -- a reader's, and
              -- nobody else's
      from \${fragment\`chapters
        where title = 'it''s  -- so
  two'\`} and id = \${
      id
    }
    limit 1\`
const told = prompt\`one
  two\`; end()`

test('SQL has neither layout nor remarks, and what else there is stays', () => {
  expect(
    withShortSql('page.ts', code).replaceAll(/\n+/g, '\n'),
  ).toBe(`const page = sql(Row)\` select id from \${
fragment\`chapters where title = 'it''s  -- so
  two'\`
} and id = \${
      id
    } limit 1\`
const told = prompt\`one
  two\`; end()`)
})

test('every line stays where it was', () => {
  const lines = withShortSql('page.ts', code).split('\n')
  expect(lines).toHaveLength(code.split('\n').length)
  for (const token of ['fragment', '      id', 'const told', 'end()']) {
    const isHere = (line: string) => line.includes(token)
    expect([token, lines.findIndex(isHere)]).toEqual([token, code.split('\n').findIndex(isHere)])
  }
})

test.each([
  `const a = sql(Row)\`select 'one \${id}'\``,
  `const a = fragment\`select 1 -- up to \${id}\n\``,
])('the build ends where it cannot tell SQL from what it says: %s', (unclear) => {
  expect(() => withShortSql('page.ts', unclear)).toThrow('Unclear SQL')
})
