import { join } from 'node:path'
import { sample } from '../../dev/demo/seeded-random.ts'
import { plainQuestion } from '../../lib/retrieval/plain-question.ts'
import { xquad } from '../formats/xquad.ts'
import { readReady } from '../index-corpus.ts'
import type { RefusalCorpus, RefusalQuestion } from './refusal-corpus.ts'

// One that shares its letters and many names with English, and three scripts of their own.
const languages = ['de', 'ru', 'zh', 'hi']

/**
 * XQuAD's English paragraphs, every other one, asked about in other languages; the questions on those
 * between are foreign. No embedding model of many languages can be had here, so that a question is
 * embedded as its English translation: what such a model would give at best.
 */
export function otherLanguages(folder: string, each: number): RefusalCorpus {
  const all = xquad.questions(join(folder, 'queries.jsonl'))
  const english = new Map(
    all.filter(({ group }) => group === 'en').map(({ id, text }) => [idOf(id), text]),
  )
  const asked = languages.flatMap((language) => {
    const own = all.filter(({ group }) => group === language)
    return [true, false].flatMap((isForeign) =>
      sample(
        own.filter(({ wanted }) => isIndexed(sourceOf(wanted)) !== isForeign),
        Math.ceil((2 * each) / languages.length),
      ).map(
        ({ text, wanted }): RefusalQuestion => ({
          text,
          isForeign,
          from: language,
          wanted: sourceOf(wanted),
        }),
      ),
    )
  })
  return {
    name: 'XQuAD, asked in four other languages',
    isForChoosing: false,
    passages: () =>
      readReady(
        xquad
          .passages(join(folder, 'passages.jsonl'))
          .filter(({ source, language }) => language === 'en' && isIndexed(source)),
      ),
    questions: asked,
    sameAs: new Map(
      all.map(({ id, text }) => [
        plainQuestion(text),
        plainQuestion(english.get(idOf(id)) ?? text),
      ]),
    ),
  }
}

const idOf = (id: string) => id.slice('en-'.length)

/** The English paragraph of the same number. */
const sourceOf = (wanted: { source: string }[][]) =>
  `en${wanted[0]?.[0]?.source.slice('en'.length) ?? ''}`

const isIndexed = (source: string) => Number(source.split('#')[1]) % 2 === 0
