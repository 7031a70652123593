import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { modelEmbeddings } from '../../dev/cloud/openrouter/embeddings.ts'
import { aFolder } from './a-cloud.ts'

const file = join(aFolder(), 'embeddings.bin')
const embeddings = modelEmbeddings(file)
afterAll(() => embeddings.close())

const question = 'Instruct: find the passage\nQuery: How do robots talk to each other?'
const passages = [
  'Nodes exchange messages over topics, so that several robots can communicate.',
  'Bread is baked from flour, water and salt.',
  'The parliament meets on Tuesdays.',
  'A violin has four strings.',
  'Rain falls mostly in autumn.',
]

const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, n) => sum + value * (b[n] ?? 0), 0)

test('a question is nearest to the passage that means the same', async () => {
  const [asked, ...found] = await embeddings.embed([question, ...passages], 1024)
  const scores = found.map((vector) => cosine(asked ?? vector, vector))
  expect(scores.indexOf(Math.max(...scores))).toBe(0)
  expect(scores[0]).toBeGreaterThan(0.5)
})

test('a text has one vector, alone or among others, and padding keeps it', async () => {
  const [among] = await embeddings.embed(passages, 1024)
  const fresh = modelEmbeddings()
  const [alone] = await fresh.embed(passages.slice(0, 1), 512)
  await fresh.close()
  expect(cosine(alone ?? new Float32Array(), among ?? new Float32Array())).toBeCloseTo(1, 4)
})

test('a second start reads what the first one embedded', async () => {
  const before = await embeddings.embed(passages, 1024)
  const size = statSync(file).size
  const second = modelEmbeddings(file)
  expect(await second.embed(passages, 1024)).toEqual(before)
  await second.close()
  expect(statSync(file).size).toBe(size)
})
