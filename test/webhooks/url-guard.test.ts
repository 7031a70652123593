import { expect, test } from 'vitest'
import { rejectionOf } from '../../lib/webhooks/url-guard.ts'
import { acceptedUrls, refusedUrls } from './guarded-urls.ts'

test.each(refusedUrls)('%s is refused with a reason', (url) => {
  expect(rejectionOf(url)).toMatch(/^(is|must) /)
})

test.each(acceptedUrls)('%s is accepted', (url) => {
  expect(rejectionOf(url)).toBeUndefined()
})

test('there are at least 60 refused and 15 accepted cases, none twice', () => {
  expect(new Set(refusedUrls).size).toBe(refusedUrls.length)
  expect(refusedUrls.length).toBeGreaterThanOrEqual(60)
  expect(acceptedUrls.length).toBeGreaterThanOrEqual(15)
})

test('an owner may allow other ports, and the refusal names those that are', () => {
  expect(rejectionOf('https://example.com:9443/')).toBe('must have one of the ports 443, 8443')
  expect(rejectionOf('https://example.com:9443/', { ports: ['443', '9443'] })).toBeUndefined()
})

test('private receivers are let through for development, other schemes and credentials never', () => {
  const allowed = (url: string) => rejectionOf(url, { allowPrivate: true }) === undefined
  expect(allowed('http://127.0.0.1:8080/hook')).toBe(true)
  expect(allowed('https://localhost/hook')).toBe(true)
  expect(allowed('file:///etc/passwd')).toBe(false)
  expect(allowed('http://user:password@127.0.0.1/hook')).toBe(false)
})
