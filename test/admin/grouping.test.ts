import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { group, medoid } from '../../lib/admin/grouping.ts'
import { byMeaning, byWords } from '../../lib/admin/likeness.ts'

const questions = [
  'How do I export my notes?',
  'Can notes be exported?',
  'What does the plan cost?',
  'Exporting all notes to a file',
  'What are the costs of the larger plan?',
]

test('questions on one subject share a group by their words, and no other does', () => {
  expect(group(byWords(questions), 0.15)).toEqual([
    [0, 1, 3],
    [2, 4],
  ])
})

test('nothing is grouped when nothing is alike, and all when all is the same', () => {
  expect(group(byWords(['tea', 'salt', 'iron']), 0.1)).toEqual([[0], [1], [2]])
  expect(group(byWords(['tea', 'tea', 'tea']), 1)).toEqual([[0, 1, 2]])
  expect(group(byWords([]), 0.1)).toEqual([])
})

const wordless = Array.from({ length: 6 }, () => '')

test('a chain of neighbours is not one group: the members are alike on average', () => {
  const angles = [0, 0.3, 0.6, 0.9, 1.2, 1.5]
  const vectors = angles.map((angle) => [Math.cos(angle), Math.sin(angle)])
  expect(group(byMeaning(vectors, wordless), 0.9).length).toBeGreaterThan(1)
})

test('a group is called by the question that is most like the others', () => {
  const angles = [0, 0.2, 0.25, 0.9]
  const vectors = angles.map((angle) => [3 * Math.cos(angle), 3 * Math.sin(angle)])
  const likeness = byMeaning(vectors, wordless)
  expect(medoid([0, 1, 2, 3], likeness)).toBe(2)
  expect(medoid([3], likeness)).toBe(3)
})

test('whatever is asked, each question is in one group, and grouping again gives the same', () => {
  const wording = fc.array(fc.constantFrom('oar', 'sail', 'keel', 'mast', 'helm'), { maxLength: 4 })
  return fc.assert(
    fc.property(
      fc.array(wording, { maxLength: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, from) => {
        const likeness = byWords(all.map((words) => words.join(' ')))
        const groups = group(likeness, from)
        expect(groups.flat().toSorted((a, b) => a - b)).toEqual(all.map((_, index) => index))
        expect(group(likeness, from)).toEqual(groups)
      },
    ),
  )
})
