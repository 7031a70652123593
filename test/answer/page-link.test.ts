import { expect, test } from 'vitest'
import { pageLink } from '../../lib/answer/page-link.ts'

test.each([
  ['https://book.example/my%20page', 'https://book.example/my%20page'],
  ['https://book.example/%C3%BCber', 'https://book.example/%C3%BCber'],
  ['https://book.example/über uns', 'https://book.example/%C3%BCber%20uns'],
  ['https://book.example/100%', 'https://book.example/100%25'],
  ['https://book.example/a_(b)', 'https://book.example/a_%28b%29'],
])('%s is linked once encoded', (url, target) => {
  expect(pageLink('A page', url)).toBe(`[A page](${target})`)
})
