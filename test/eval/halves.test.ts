import { expect, test } from 'vitest'
import { measureHalves } from '../../eval/halves.ts'

const result = (group: string, confidence: number) => ({
  id: `${group} ${confidence}`,
  group,
  isAnswerable: group === 'fact',
  wantsSeveral: false,
  ranking: [],
  confidence,
  latencyMs: 0,
})

test('each half is judged by the floor that suits the other', () => {
  const facts = [0.6, 0.2, 0.7, 0.5].map((confidence) => result('fact', confidence))
  const others = [0.3, 0.1].map((confidence) => result('unanswerable', confidence))
  const [first, second] = measureHalves([...facts, ...others], 0.4)
  expect(second?.chosen.floor).toBeGreaterThan(0.3)
  expect(second?.chosen.floor).toBeLessThan(0.6)
  expect(second?.chosen).toMatchObject({ refusal_recall: 1, refused_answerable: 0.5 })
  expect(first?.chosen).toMatchObject({ refusal_recall: 0, refused_answerable: 0 })
  expect(first?.configured).toMatchObject({ floor: 0.4, refusal_recall: 1, refused_answerable: 0 })
})
