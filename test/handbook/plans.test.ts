import { expect, test } from 'vitest'
import { assumed, dayOfQuestions, measured } from '../../dev/plans/day-of-questions.ts'
import { monthOnPaidPlans, planFacts } from '../../dev/plans/plan-prices.ts'
import { handbook, sectionOf, tableRows } from '../support/read-handbook.ts'

const page = handbook.get('handbook/Part-2-running-it/04-deploying.md') ?? ''
const section = sectionOf(page, '## Which plan for what')

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })

test('what a day of questions takes is what the functions make of what was measured', () => {
  const rows = [100, 1000, 10_000].map((questions) => {
    const day = dayOfQuestions(questions)
    return [
      whole.format(questions),
      whole.format(day.requests),
      short.format(day.cpuSeconds),
      short.format(day.neonUnitHours),
      short.format(day.storedMegabytes),
      short.format(day.redisCommands),
      `$${short.format(day.money)}`,
    ]
  })
  expect(tableRows(section)).toEqual(rows)
})

test('the page says what one question was measured to take, and at which prices', () => {
  const { requests, cpuMs, storedBytes, promptTokens, completionTokens } = measured
  for (const said of [
    `${requests} requests`,
    `${cpuMs} ms of CPU`,
    `${whole.format(storedBytes)} bytes`,
    `${whole.format(promptTokens)} tokens read`,
    `${completionTokens} written`,
    `$${assumed.inputPrice} a million tokens read`,
    `$${assumed.outputPrice} a million written`,
  ])
    expect(section).toContain(said)
})

const dollars = (amount: number) => `$${short.format(amount)}`

test('what plans give and cost is told as it is known, with its source and day', () => {
  const facts = planFacts.map(({ plan, gives, source, asOf }) => [plan, gives, source, asOf])
  const costs = [100, 1000, 10_000].map((questions) => {
    const { workers, neon, redis, model, all } = monthOnPaidPlans(questions)
    return [whole.format(questions), ...[workers, neon, redis, model, all].map(dollars)]
  })
  const rows = tableRows(sectionOf(page, '## What the plans give and cost'))
  expect(rows).toEqual([...costs, ...facts])
})

test('whoever comes more often keeps Neon awake longer, and never longer than a month', () => {
  const hours = [0, 1, 10, 100, 1000, 100_000].map((n) => dayOfQuestions(n).neonUnitHours)
  expect(hours).toEqual(hours.toSorted((a, b) => a - b))
  expect(hours[0]).toBe(0)
  expect(hours.at(-1)).toBeLessThanOrEqual(24 * 30 * assumed.neonUnits)
})
