import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { functionNames, queueNames, readWorkerConfig } from '../../dev/suite/worker-config.ts'
import { optionalServices, Settings } from '../../lib/env.ts'

const readText = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const { cloudflare } = z
  .object({
    cloudflare: z.object({ bindings: z.record(z.string(), z.object({ description: z.string() })) }),
  })
  .parse(JSON.parse(readText('package.json')))
const asked = [...readText('.dev.vars.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(
  ([, name = '', value = '']) => ({ name, value }),
)

test('what the Deploy to Cloudflare button fills in is empty: no placeholder is deployed', () => {
  expect(asked.filter(({ value }) => value !== '""')).toEqual([])
})

test('the button asks for every setting that has no default, for services that may be left out, and for no other secret', async () => {
  const { vars, queues } = await readWorkerConfig()
  const given = [
    ...asked.map(({ name }) => name),
    ...Object.keys(vars),
    ...queues.producers.map(({ binding }) => binding),
  ]
  const empty = Settings.safeParse({})
  const needed: string[] = [
    ...(empty.error?.issues.map(({ path }) => String(path[0])) ?? []),
    ...optionalServices.flat(),
  ]
  expect(needed.filter((name) => !given.includes(name))).toEqual([])
  expect(asked.filter(({ name }) => !needed.includes(name))).toEqual([])
})

test('the button says of each thing it asks for what it is', async () => {
  const { vars, queues } = await readWorkerConfig()
  expect(Object.keys(cloudflare.bindings)).toEqual([
    ...asked.map(({ name }) => name),
    ...Object.keys(vars),
    ...queues.producers.map(({ binding }) => binding),
  ])
})

test('a queue is consumed whatever stands before the last word of its name', async () => {
  const suite = readText('functions/index.ts')
  const config = await readWorkerConfig()
  for (const { queue } of config.queues.consumers) expect(suite).toContain(`case '${queue}':`)
  for (const { queue } of config.queues.producers) expect(queueNames(config)).toContain(queue)
})

test.each(functionNames)('%s alone is deployed without the pages of the suite', async (name) => {
  const suite = await readWorkerConfig()
  const { assets } = await readWorkerConfig(name)
  expect(assets.directory).not.toBe(suite.assets.directory)
})

test.each(functionNames)('%s alone reads its texts by the binding of the suite', async (name) => {
  const suite = await readWorkerConfig()
  const { assets } = await readWorkerConfig(name)
  expect(assets.binding).toBe(suite.assets.binding)
})
