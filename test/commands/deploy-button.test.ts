import { expect, test } from 'vitest'
import { browserAddress, deployButton } from '../../dev/setup/deploy-button.ts'
import { handbook, readText } from '../support/read-handbook.ts'

test.each([
  ['https://github.com/ada/margins.git', 'https://github.com/ada/margins'],
  ['https://ada:a-token-of-hers@github.com/ada/margins', 'https://github.com/ada/margins'],
  ['git@github.com:ada/margins.git\n', 'https://github.com/ada/margins'],
  ['ssh://git@github.com/ada/margins/', 'https://github.com/ada/margins'],
  ['git@gitlab.com:books/team/margins.git', 'https://gitlab.com/books/team/margins'],
  ['/srv/git/margins', undefined],
  ['https://git.example/ada/margins', undefined],
  ['https://github.com/ada', undefined],
  ['https://github.com/ada/mar gins)', undefined],
  ['', undefined],
])('the remote %j is at %s', (remote, address) => {
  expect(browserAddress(remote)).toBe(address)
})

test('the button names the repository alone', () => {
  expect(deployButton('https://github.com/ada/margins')).toBe(
    '[![Deploy to Cloudflare](https://deploy.workers.cloudflare.com/button)](https://deploy.workers.cloudflare.com/?url=https://github.com/ada/margins)',
  )
})

test('no page has a link that leads to a placeholder', () => {
  const links = [...handbook, ['README.md', readText('README.md')] as const].flatMap(
    ([page, text]) =>
      [...text.matchAll(/\]\((https?:[^)]*)\)/g)].map(([, url]) => `${page}: ${url}`),
  )
  expect(links.length).toBeGreaterThan(0)
  expect(links.filter((link) => /YOUR-|<|…|\bOWNER\b/.test(link))).toEqual([])
})
