import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startIngestion } from './harness.ts'

test('a tree that GitHub cuts short is walked, and nothing is taken for gone', async () => {
  const docs = await mkdtemp(join(tmpdir(), 'marginalia-truncated-'))
  await mkdir(join(docs, 'deep', 'er'), { recursive: true })
  const names = ['a.md', 'b.md', 'c.md', 'd.md', 'deep/e.md', 'deep/er/f.md']
  for (const name of names) await writeFile(join(docs, name), `# ${name}\n\nWords of ${name}.\n`)
  const harness = await startIngestion({ docs, github: { truncateAt: 4 } })
  const first = await harness.run()
  const second = await harness.run()
  await harness.close()
  await rm(docs, { recursive: true })
  expect(first).toMatchObject({ status: 'completed', total_chapters: 6, passages_added: 6 })
  expect(second).toMatchObject({ status: 'completed', passages_added: 0, passages_removed: 0 })
})
