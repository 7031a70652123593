import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const corpora = new URL('../../../shared/corpora/', import.meta.url)

/** The path of a file of the corpora beside the repository; says so where it is absent. */
export function corpusFile(path: string): string | undefined {
  const file = fileURLToPath(new URL(path, corpora))
  if (existsSync(file)) return file
  console.log(`Skipped: the corpus file ${path} is absent.`)
  return undefined
}

/** The lines of a JSONL file of the corpora, as their README describes them. */
export function readCorpus<Row>(file: string | undefined): Row[] {
  if (file === undefined) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Row)
}
