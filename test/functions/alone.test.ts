import { expect, test } from 'vitest'
import { startLocalSuite } from '../support/local-suite.ts'

test('a function alone answers its routes and serves no page of the suite', async () => {
  const local = await startLocalSuite({ name: 'chat', isIngested: false })
  try {
    expect((await local.request('/health')).status).toBe(200)
    for (const path of ['/', '/index.html', '/admin', '/widget.js', '/book.css']) {
      const response = await local.request(path)
      expect([path, response.status]).toEqual([path, 404])
      expect(response.headers.get('content-type')).toBe('application/problem+json')
    }
    expect(await (await local.request('/robots.txt')).text()).toContain('Disallow: /')
  } finally {
    await local.close()
  }
})
