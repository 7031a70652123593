import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { sizeLimitsKiB, widgetLimitsKiB } from '../../dev/suite/bundle-sizes.ts'
import { readPage } from '../../lib/ingest/page/page.ts'
import { constant, handbook, readText, sectionOf, tableRows } from '../support/read-handbook.ts'
import { saidNumbers } from './said-numbers.ts'

const part1 = 'handbook/Part-1-what-it-is'
const part2 = 'handbook/Part-2-running-it'
const part4 = 'handbook/Part-4-operating-it'
const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

const toNumber = (text: string) => {
  const word = words.indexOf(text.toLowerCase())
  return word === -1 ? Number(text.replaceAll(',', '')) : word
}

const sentences = Object.entries(saidNumbers).flatMap(([path, numbers]) =>
  numbers.map(([sentence, name, unit = 1]) => ({ page: `handbook/${path}`, sentence, name, unit })),
)

test.each(sentences)('$page: $sentence', ({ page, sentence, name, unit }) => {
  const [, number] = sentence.exec(handbook.get(page) ?? '') ?? []
  expect(number, `${page} says it in other words: mend test/handbook/said-numbers.ts`).toBeDefined()
  const at = name.lastIndexOf('/')
  const decided = constant(`lib/${name.slice(0, at)}`, name.slice(at + 1)) / unit
  expect(toNumber(number ?? ''), `${page} should say ${decided}, as lib/${name}`).toBeCloseTo(
    decided,
  )
})

test('the quick start tells about how much of the handbook is ingested', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const paths = globSync('**/*.md', { cwd: `${root}/handbook` })
  const pages = await Promise.all(
    paths.map((path) =>
      readPage({ path: `docs/${path}`, text: readText(`handbook/${path}`), contentPath: 'docs' }),
    ),
  )
  const passages = pages.reduce((sum, page) => sum + page.passages.length, 0)
  const [, chapters, told] =
    /Ingested (\d+) chapters: (\d+) passages/.exec(
      handbook.get(`${part2}/01-quick-start.md`) ?? '',
    ) ?? []
  const now = `Ingested ${pages.length} chapters: ${passages} passages, ${passages} added`
  expect(Math.abs(Number(chapters) / pages.length - 1), `write "${now}"`).toBeLessThan(0.15)
  expect(Math.abs(Number(told) / passages - 1), `write "${now}"`).toBeLessThan(0.15)
})

const Consumer = z.object({
  queue: z.string(),
  max_retries: z.int(),
  retry_delay: z.int(),
  dead_letter_queue: z.string(),
})
const Environment = z.object({
  triggers: z.object({ crons: z.array(z.string()) }),
  queues: z.object({
    producers: z.array(z.object({ binding: z.string(), queue: z.string() })),
    consumers: z.array(Consumer).optional(),
  }),
})
const wrangler = Environment.extend({ env: z.record(z.string(), Environment) }).parse(
  parse(readText('wrangler.toml')),
)
const consumers = wrangler.queues.consumers ?? []
const deploying = handbook.get(`${part2}/04-deploying.md`) ?? ''

test('the queues of wrangler.toml and their dead letters are those of the handbook', () => {
  for (const { queue, dead_letter_queue } of consumers) {
    expect(deploying, `name ${queue} under "Deploy the suite"`).toContain(`\`${queue}\``)
    expect(deploying).toContain(`\`${dead_letter_queue}\``)
    expect(dead_letter_queue).toBe(`${queue}-dead`)
  }
  expect(deploying).toContain(`${words[2 * consumers.length]} queues`)
})

test('a page is tried as often by the code as its queue delivers it', () => {
  const ingestion = consumers.find(({ queue }) => queue === 'ingestion')
  expect((ingestion?.max_retries ?? 0) + 1).toBe(constant('lib/ingest/run', 'maxAttempts'))
})

test('the journal tries as often as the handbook says', () => {
  const journal = consumers.find(({ queue }) => queue === 'journal')
  const often = `every ${journal?.retry_delay} seconds, up to ${journal?.max_retries} times`
  expect(handbook.get(`${part4}/05-logs-and-the-journal.md`)).toContain(often)
  expect(handbook.get(`${part1}/04-when-a-service-is-away.md`)).toContain(often)
})

test('every function has the same queues as the suite, and its share of the crons', () => {
  const environments = Object.values(wrangler.env)
  for (const { queues } of environments) {
    expect(queues.producers).toEqual(wrangler.queues.producers)
    for (const consumer of queues.consumers ?? []) {
      expect(consumers).toContainEqual(consumer)
    }
  }
  const shared = environments.flatMap(({ triggers }) => triggers.crons)
  expect(shared.toSorted()).toEqual(wrangler.triggers.crons.toSorted())
})

test('every cron is in the handbook', () => {
  const section = sectionOf(deploying, '## Cron triggers')
  for (const cron of wrangler.triggers.crons) expect(section).toContain(`\`${cron}\``)
})

test('the bundle limits in the handbook are those of the gate', () => {
  const sizes = handbook.get(`${part4}/06-benchmarks-and-sizes.md`) ?? ''
  const rows = tableRows(sectionOf(sizes, '## Sizes of the functions'))
  const limits: Record<string, number> = { ...sizeLimitsKiB, 'The suite': sizeLimitsKiB.suite }
  for (const [name = '', limit = ''] of rows) {
    const wanted = name.startsWith('The widget') ? widgetLimitsKiB['widget.js'] : limits[name]
    expect(limit, `the limit of ${name}`).toBe(`${wanted} KiB`)
  }
  expect(rows.length).toBe(Object.keys(sizeLimitsKiB).length + 1)
})
