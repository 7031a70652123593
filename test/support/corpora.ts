import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TestContext } from 'vitest'

const corpora = new URL('../../../shared/corpora/', import.meta.url)

/** The path in the corpora beside the repository; where it is absent the test is skipped and says so. */
export function corpusPath({ skip }: Pick<TestContext, 'skip'>, path: string): string {
  const file = fileURLToPath(new URL(path, corpora))
  skip(!existsSync(file), `needs ${path} in ../shared/corpora, which is not in the repository`)
  return file
}

/** The lines of a JSONL file of the corpora, as their README describes them. */
export function readCorpus<Row>(context: Pick<TestContext, 'skip'>, path: string): Row[] {
  const lines = readFileSync(corpusPath(context, path), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Row)
}
