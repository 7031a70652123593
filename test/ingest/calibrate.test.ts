import { expect, test } from 'vitest'
import type { Signals } from '../../lib/index/calibration.ts'
import { foreignQuestions } from '../../lib/ingest/calibrate/questions.ts'
import { summarise } from '../../lib/ingest/calibrate/summarise.ts'
import { counted, floorOf, judge } from '../../lib/retrieval/confidence/confidence.ts'

/** Signals of questions as a book has them: foreign ones low and its own high, each a little apart. */
const questions = (from: number, to: number, count: number, cosine = (c: number) => c): Signals[] =>
  Array.from({ length: count }, (_, at) => {
    const share = from + ((to - from) * ((at * 37) % count)) / count
    return {
      cosine: cosine(share),
      contrast: cosine(share) - cosine(share / 3),
      agreement: share,
      coverage: share,
      together: share * share,
      unheard: 1 - share,
      unknownName: at % 3 === 0 ? 1 : 0,
    }
  })

const calibrated = (cosine?: (c: number) => number) => ({
  index_version: '1',
  embedding: 'model/1024',
  languages: ['en'],
  ...summarise(
    { foreign: questions(0.05, 0.4, 200, cosine), own: questions(0.3, 0.9, 60, cosine) },
    judge,
  ),
})

const settings = { floor: 0.35, strictness: 0.85 }

test('the floor refuses the share of foreign questions that the strictness names', () => {
  const calibration = calibrated()
  for (const strictness of [0.5, 0.7, 0.85]) {
    const refused = questions(0.05, 0.4, 200).filter(
      (signals) =>
        judge(signals, calibration.background) <
        floorOf(signals, calibration, { ...settings, strictness }),
    )
    expect(refused.length / 200).toBeCloseTo(strictness, 1)
  }
})

test.each([
  ['.5 + .5c', (c: number) => 0.5 + 0.5 * c],
  ['.3 + .6c', (c: number) => 0.3 + 0.6 * c],
  ['.7c', (c: number) => 0.7 * c],
  ['.2 + .8c', (c: number) => 0.2 + 0.8 * c],
  ['.7 + .3c', (c: number) => 0.7 + 0.3 * c],
])('a model whose cosines are %s gives the same confidence and the same floor', (_, cosine) => {
  const [plain, moved] = [calibrated(), calibrated(cosine)]
  const [one, other] = [questions(0, 1, 30), questions(0, 1, 30, cosine)]
  for (const [at, signals] of one.entries()) {
    const same = other[at] ?? signals
    expect(judge(same, moved.background)).toBeCloseTo(judge(signals, plain.background), 2)
    expect(floorOf(same, moved, settings)).toBeCloseTo(floorOf(signals, plain, settings), 2)
  }
})

test('a question in another language is judged by meaning alone, where its words are not found', () => {
  const calibration = calibrated()
  const { cosine, contrast, agreement } = calibration.background
  const found = (times: number): Signals => ({
    cosine: cosine.mean + times * cosine.deviation,
    contrast: contrast.mean + times * contrast.deviation,
    agreement: agreement.mean,
    coverage: 0,
    together: 0,
    unheard: 1,
    unknownName: 1,
  })
  const isSure = (signals: Signals, question: string) => {
    const telling = counted(signals, question, calibration)
    return judge(telling, calibration.background) >= floorOf(telling, calibration, settings)
  }
  expect(isSure(found(3), 'Wie lange wird eine Sitzung aufbewahrt?')).toBe(true)
  expect(isSure(found(0), 'Wie lange wird eine Sitzung aufbewahrt?')).toBe(false)
  expect(isSure(found(3), 'How long is a session kept for the reader?')).toBe(false)
})

test('however strict, most of the questions that were made of the index itself pass', () => {
  const calibration = calibrated()
  const refused = questions(0.3, 0.9, 60).filter(
    (signals) =>
      judge(signals, calibration.background) <
      floorOf(signals, calibration, { ...settings, strictness: 1 }),
  )
  expect(refused.length / 60).toBeLessThanOrEqual(0.25)
})

test('without a search by meaning the words alone have a floor of their own', () => {
  const calibration = calibrated()
  const signals = { coverage: 0.9, unheard: 0, unknownName: 0 }
  expect(judge(signals, calibration.background)).toBeGreaterThan(
    floorOf(signals, calibration, settings),
  )
})

test('without a calibration the number of the settings counts', () => {
  expect(floorOf({ coverage: 0, unheard: 0, unknownName: 0 }, undefined, settings)).toBe(0.35)
})

test('an index of a few passages, and a book of general knowledge, cannot be calibrated', () => {
  const foreign = questions(0.05, 0.4, 200)
  expect(() => summarise({ foreign, own: questions(0.3, 0.9, 5) }, judge)).toThrow(
    'the index has 5 headings and first sentences to ask for, and 20 are needed',
  )
  expect(() => summarise({ foreign: questions(0.3, 0.9, 200), own: foreign }, judge)).toThrow(
    'the book seems to answer questions of general knowledge',
  )
})

test('foreign questions are in the languages of the index, in their proportions', () => {
  expect(foreignQuestions([{ language: 'en', pages: 9 }])).toHaveLength(200)
  const mixed = foreignQuestions([
    { language: 'de', pages: 50 },
    { language: 'en', pages: 50 },
    { language: 'fr', pages: 2 },
  ])
  expect(mixed).toHaveLength(200)
  expect(
    mixed.filter((question) => /^(?:W[aeio]\w*|Darf|Ist|Kann) /.test(question)),
  ).not.toHaveLength(0)
  expect(mixed.some((question) => question.startsWith('Qui '))).toBe(false)
  expect(foreignQuestions([{ language: 'th', pages: 3 }])).toHaveLength(200)
})
