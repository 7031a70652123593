import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { contentHash, passageId } from '../../lib/index/passage-id.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest()

test.each([
  ['docs/a.md', 'Nodes', 0],
  ['docs/a.md', '', 17],
  ['docs/Teil-1/über.md', '話題', 3],
])('the id of %s:%s:%i is 63 bits of its SHA-256', async (source, section, chunkIndex) => {
  const id = await passageId(source, section, chunkIndex)
  const first = sha256(`${source}:${section}:${chunkIndex}`).readBigUInt64BE(0)
  expect(id).toBe(first & 0x7fff_ffff_ffff_ffffn)
})

test('a content hash is the SHA-256 of the UTF-8 text', async () => {
  expect(await contentHash('Knöpfe')).toBe(sha256('Knöpfe').toString('hex'))
})
