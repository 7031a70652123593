import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles, root } from './source-files.ts'

const rooms =
  /^lib\/(?:answer|cache|channels|citations|discord|helpdesk|mcp|pages|retrieval|search|slack|telegram)\//
const reads = /\b(?:from|join) (?:documents|chapters)\b/
/** What reads passages by ids that a reader was given, or that a filter let pass. */
const given = ['lib/search/find-words.ts']

test('whatever reads passages for readers passes the filter of who may read them', () => {
  const reading = listFiles().filter((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    return rooms.test(path) && reads.test(text) && !/\bpass(?:es|ingChapters)\(/.test(text)
  })
  expect(reading).toEqual(given)
})
