import { expect, test } from 'vitest'
import { problems as known } from '../../lib/problem.ts'
import { webhookEvents } from '../../lib/webhooks/catalogue.ts'
import { EventType } from '../../lib/webhooks/events.ts'
import { handbook, quoted, sectionOf, tableRows } from '../support/read-handbook.ts'

const webhooks = 'handbook/Part-3-using-the-api/07-webhooks.md'
const events = tableRows(sectionOf(handbook.get(webhooks) ?? '', '## The events')).flatMap(
  ([first = '']) => quoted(first),
)

test('the events in the handbook are the events that are sent', () => {
  expect(events, `Bring the table under "The events" in ${webhooks} up to date`).toEqual(
    EventType.options,
  )
  expect(webhookEvents.map(({ type }) => type)).toEqual(EventType.options)
})

const problems = 'handbook/Part-3-using-the-api/04-problems.md'

test('the problems in the handbook are those of the code, with their status and title', () => {
  const inCode = Object.entries(known).map(([name, { status, title }]) => [
    `\`${name}\``,
    `${status}`,
    title,
  ])
  const rows = tableRows(sectionOf(handbook.get(problems) ?? '', '## All types')).map((row) =>
    row.slice(0, 3),
  )
  expect(rows, `Bring the table under "All types" in ${problems} up to date`).toEqual(inCode)
})
